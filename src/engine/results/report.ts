import type { Text } from '../../upstream/document.ts'
import type { StepResult } from './step.ts'
import { countsOf } from './verdict.ts'

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

/** 0: something was compared and nothing was wrong; 1: something was wrong; 2: nothing could be compared. */
export function exitCodeOf({ scenarios, target }: Report): 0 | 1 | 2 {
  const counts = countsOf(scenarios.flatMap(({ steps }) => steps))
  if (counts.fail > 0 || counts.error > 0) return 1
  if (counts.pass === 0) return 2
  // A real zone may be out of order without being wrong. A sandbox that stops answering half way is what is under test here.
  return target.kind === 'sandbox' && counts.unavailable > 0 ? 1 : 0
}
