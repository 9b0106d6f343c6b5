import type { ScenarioResult } from '../../src/engine/results/report.ts'
import type { StepResult } from '../../src/engine/results/step.ts'
import type { Verdict } from '../../src/engine/results/verdict.ts'
import { scenarios } from '../scenarios/index.ts'
import { play } from '../scenarios/play.ts'
import type { Stage } from '../scenarios/stage.ts'

/** How many steps there are in all scenarios. */
export const allSteps = scenarios.flatMap(({ script }) => script().steps).length

/** Plays scenarios as `verify` does, and closes the stage. */
export async function playAll(stage: Stage, names = scenarios.map(({ name }) => name)): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = []
  try {
    for (const scenario of scenarios.filter(({ name }) => names.includes(name))) results.push(await play(scenario, stage))
  } finally {
    await stage.close()
  }
  return results
}

/** `scenario/step`, as in `appointment/book`, of the steps with this verdict. */
export function stepsWith(verdict: Verdict, results: readonly ScenarioResult[]): string[] {
  return results.flatMap(({ name, steps }) => steps.filter((step) => step.verdict === verdict).map(({ id }) => `${name}/${id}`))
}

export function step(name: string, results: readonly ScenarioResult[]): StepResult {
  return results.flatMap((result) => result.steps.filter(({ id }) => `${result.name}/${id}` === name))[0]!
}
