import { plain } from '../../src/engine/results/plain.ts'
import type { ScenarioResult } from '../../src/engine/results/report.ts'
import type { StepResult } from '../../src/engine/results/step.ts'
import type { Verdict } from '../../src/engine/results/verdict.ts'
import { Expectations } from './expectations.ts'
import { login, specOperation } from './operations.ts'
import type { Scenario, Step } from './scenario.ts'
import type { Stage } from './stage.ts'
import { judge } from './verdict.ts'

type Verdicts = ReadonlyMap<string, Verdict>
type Outcome = Pick<StepResult, 'verdict' | 'message' | 'checks'>

/**
 * Plays a scenario step by step. Never throws: what goes wrong is a verdict.
 *
 * @param stopped why the rest is not to be played, once somebody wants it to end
 */
export async function play(scenario: Scenario, stage: Stage, stopped: () => string | undefined = () => undefined): Promise<ScenarioResult> {
  const { steps, tidyUp } = scenario.script()
  const verdicts = new Map<string, Verdict>()
  const results: StepResult[] = []
  for (const step of steps) {
    const reason = stopped() ?? reasonToSkip(step, scenario, stage)
    const result = reason ? skipped(step, reason) : await playStep(step, verdicts, stage)
    verdicts.set(step.id, result.verdict)
    results.push(result)
  }
  // A sandbox's workspace is gone after the run, with all that is in it.
  const warnings = stage.target.kind === 'zone' && tidyUp ? await tidyUp(stage) : []
  return { ...headOf(scenario), steps: results, warnings: warnings.map(plain) }
}

/** The result of a scenario on a target that could not even be opened. */
export function unplayed(scenario: Scenario, verdict: Verdict, message: string): ScenarioResult {
  const outcome = { verdict, message: plain(message), ms: 0, checks: [], calls: [] }
  const steps = scenario.script().steps.map((step) => ({ ...factsOf(step), ...outcome }))
  return { ...headOf(scenario), steps, warnings: [] }
}

function skipped(step: Step, reason: string): StepResult {
  return { ...factsOf(step), verdict: 'skip', message: plain(reason), ms: 0, checks: [], calls: [] }
}

async function playStep(step: Step, verdicts: Verdicts, stage: Stage): Promise<StepResult> {
  const firstCall = stage.wire.calls.length
  const { verdict, message, checks } = blockedBy(step, verdicts) ?? (await perform(step, stage))
  const calls = stage.wire.calls.slice(firstCall)
  const ms = calls.reduce((sum, call) => sum + call.ms, 0)
  const plainChecks = checks.map((check) => ({ ...check, expected: plain(check.expected), seen: plain(check.seen) }))
  return { ...factsOf(step), verdict, message: plain(message), ms, checks: plainChecks, calls }
}

function reasonToSkip({ operation, sandboxOnly }: Step, { upstreams }: Scenario, stage: Stage): string | undefined {
  const { effect } = specOperation(operation)
  if (sandboxOnly && stage.target.kind !== 'sandbox') return sandboxOnly
  const missing = upstreams.map((upstream) => stage.missing(upstream)).find((reason) => reason !== undefined)
  if (missing) return missing
  if (effect === 'write' && stage.effect === 'read' && operation !== login)
    return stage.readOnlyReason ?? 'it writes; this target is read only'
  return undefined
}

function blockedBy({ needs = [] }: Step, verdicts: Verdicts): Outcome | undefined {
  const culprit = needs.find((id) => verdicts.get(id) !== 'pass')
  if (culprit === undefined) return undefined
  return { verdict: 'blocked', message: `it builds on ${culprit}, which is ${verdicts.get(culprit)}`, checks: [] }
}

async function perform(step: Step, stage: Stage): Promise<Outcome> {
  const { moph, cast, credentials, wire } = stage
  const expect = new Expectations(step.operation, stage)
  const heldBack = wire.heldBack.length
  const { checks, beyondSpec } = expect
  try {
    const note = await step.play({ moph, cast, credentials, stage, expect })
    const remark = beyondSpec.size > 0 ? ` (also sent, not in the spec: ${[...beyondSpec].join(', ')})` : ''
    return { verdict: 'pass', message: note + remark, checks }
  } catch (error) {
    const held = wire.heldBack.slice(heldBack)
    if (held.length > 0) return { verdict: 'error', message: `the harness held back a write: ${held.join(', ')}`, checks }
    return { ...judge(error, stage.unsure), checks }
  }
}

function headOf({ name, title, source }: Scenario) {
  return { name, title, source }
}

function factsOf({ id, title, operation }: Step) {
  return { id, title, operation, effect: specOperation(operation).effect }
}
