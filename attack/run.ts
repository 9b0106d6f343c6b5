/**
 * `npm run attack -- --minutes N`: tries to bring a sandbox down, to make it forget and to make it tell, and prints what came of it.
 * Ends with 1 where a bar of docs/limits.md does not hold.
 */
import { writeFileSync } from 'node:fs'
import { type Figure, holds, printFigures } from './figures.ts'
import { type Part, type Plan, planFrom } from './options.ts'
import { attackWithBytes } from './parts/bytes.ts'
import { attackWithCalls } from './parts/calls.ts'
import { attackCards } from './parts/cards.ts'
import { kill } from './parts/kills.ts'
import { attackWithLargeCalls } from './parts/large.ts'
import { plantSecrets } from './parts/secrets.ts'

const attacks: Readonly<Record<Part, (plan: Plan) => Promise<Figure[]>>> = {
  calls: attackWithCalls,
  large: attackWithLargeCalls,
  bytes: attackWithBytes,
  secrets: plantSecrets,
  cards: attackCards,
  kills: kill,
}

const plan = planFrom(process.argv.slice(2))
if (plan) {
  console.log(`Attacking with seed ${plan.seed}, ${plan.minutes} min of calls`)
  const figures: Record<string, Figure[]> = {}
  for (const part of plan.parts) {
    figures[part] = await attacks[part](plan)
    printFigures(part, figures[part])
  }
  if (plan.json) writeFileSync(plan.json, `${JSON.stringify({ ...plan, figures }, null, 2)}\n`)
  const broken = Object.values(figures)
    .flat()
    .filter((figure) => !holds(figure))
  console.log(broken.length === 0 ? '\nEvery bar holds.' : `\n${broken.length} bars do not hold.`)
  process.exitCode = broken.length === 0 ? 0 : 1
}
