import type { Text } from './scenario.ts'

/** Kinds of outcome. Unlike kinds are never summed. */
export const verdicts = ['pass', 'fail', 'skip', 'error', 'unavailable', 'blocked'] as const

/**
 * - `pass`: every expectation held
 * - `fail`: the target did something else than expected
 * - `skip`: not played, for the reason given
 * - `error`: the harness itself broke
 * - `unavailable`: the target could not be reached, or was too busy: says nothing about right or wrong
 * - `blocked`: a step that this one builds on did not pass
 */
export type Verdict = (typeof verdicts)[number]

/** One expectation and how it turned out. */
export interface Check {
  name: string
  ok: boolean
  expected: string
  seen: string
}

/** One request as it went over the wire, without what a patient or a secret could be read from. */
export interface WireCall {
  operation: string
  method: string
  /** HTTP status; undefined where no reply came. */
  status: number | undefined
  ms: number
}

export interface StepResult {
  id: string
  title: Text
  operation: string
  effect: 'read' | 'write'
  verdict: Verdict
  /** What was found where it passed; else what was expected and seen, or why it was not played. */
  message: string
  /** Time spent on the wire. */
  ms: number
  checks: readonly Check[]
  calls: readonly WireCall[]
}

export interface ScenarioResult {
  name: string
  title: Text
  /** Document and section that the story follows. */
  source: string
  steps: readonly StepResult[]
  /** What the run could not put back. */
  warnings: readonly string[]
}

export interface TargetFacts {
  name: string
  kind: 'sandbox' | 'zone'
  /** What was played against, a line each. */
  description: readonly string[]
  upstreams: Readonly<Record<string, string>>
}

export interface Report {
  version: string
  /** ISO 8601. */
  started: string
  target: TargetFacts
  scenarios: readonly ScenarioResult[]
}

export type Counts = Record<Verdict, number>

export function countsOf(steps: readonly Pick<StepResult, 'verdict'>[]): Counts {
  const counts: Counts = { pass: 0, fail: 0, skip: 0, error: 0, unavailable: 0, blocked: 0 }
  for (const { verdict } of steps) counts[verdict]++
  return counts
}

/** 0: something was compared and nothing was wrong; 1: something was wrong; 2: nothing could be compared. */
export function exitCodeOf({ scenarios, target }: Report): 0 | 1 | 2 {
  const counts = countsOf(scenarios.flatMap(({ steps }) => steps))
  if (counts.fail > 0 || counts.error > 0) return 1
  if (counts.pass === 0) return 2
  // A real zone may be out of order without being wrong. A sandbox that stops answering half way is what is under test here.
  return target.kind === 'sandbox' && counts.unavailable > 0 ? 1 : 0
}
