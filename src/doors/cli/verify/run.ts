import { NoSandbox, OutOfReach, play, type Scenario, type Stage, unplayed } from '../../../../contracts/index.ts'
import { plain } from '../../../engine/results/plain.ts'
import type { Report, ScenarioResult, TargetFacts } from '../../../engine/results/report.ts'
import { say, warn } from '../../../terminal/say.ts'
import { version } from '../../../version.ts'
import { Problem } from '../problem.ts'
import type { Target } from './target.ts'

interface Run {
  report: Report
  /** What ended it before its end. */
  signal?: NodeJS.Signals | undefined
}

/** Opens the target, says what it is, plays the scenarios on it and gives it back. */
export async function run(scenarios: readonly Scenario[], target: Target): Promise<Run> {
  const started = new Date().toISOString()
  const stage = await openOrSay(target)
  if (typeof stage === 'string') {
    const { name, kind, upstreams } = target
    const facts: TargetFacts = { name, kind, description: [stage], upstreams }
    printHead(facts)
    return { report: { version, started, target: facts, scenarios: scenarios.map((scenario) => unplayed(scenario, 'unavailable', stage)) } }
  }
  printHead(stage.target)
  const interruption = listenForSignals()
  const results: ScenarioResult[] = []
  try {
    for (const scenario of scenarios) results.push(await play(scenario, stage, interruption.reason))
  } finally {
    interruption.stopListening()
    await closeOrSay(stage)
  }
  return { report: { version, started, target: stage.target, scenarios: results }, signal: interruption.signal() }
}

/** The stage, or why the target is out of reach: that says nothing about right or wrong, so it is a verdict and not a problem. */
async function openOrSay(target: Target): Promise<Stage | string> {
  try {
    return await target.open()
  } catch (error) {
    if (error instanceof OutOfReach) return error.message
    if (error instanceof NoSandbox) throw new Problem(error.message)
    throw error
  }
}

async function closeOrSay(stage: Stage): Promise<void> {
  await stage.close().catch((error: Error) => warn(`moph-sandbox: what was made for the run is still there: ${error.message}`))
}

/** The first Ctrl-C ends the run after the call under way, so that nothing is left behind; the second ends it at once. */
function listenForSignals() {
  let received: NodeJS.Signals | undefined
  const note = (signal: NodeJS.Signals) => {
    received = signal
  }
  process.once('SIGINT', note).once('SIGTERM', note)
  return {
    signal: () => received,
    reason: () => received && `the run was ended by ${received}`,
    stopListening: () => process.off('SIGINT', note).off('SIGTERM', note),
  }
}

function printHead({ name, description, upstreams }: TargetFacts): void {
  const where = Object.entries(upstreams).map(([upstream, url]) => `${upstream}: ${url}`)
  say(`moph-sandbox verify ${version}\ntarget ${name}: ${[...description, ...where].map(plain).join('\n  ')}`)
}
