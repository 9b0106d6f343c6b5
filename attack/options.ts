import { parseArgs } from 'node:util'

const help = `npm run attack -- [options]

  --minutes N      how long hostile calls are sent; 1 by default. The other attacks grow with it
  --seed N         which calls; printed at the start, so that an attack can be played again
  --only PART      calls, large, bytes, secrets, cards or kills; may be repeated
  --json FILE      also write the figures to FILE
`

const parts = ['calls', 'large', 'bytes', 'secrets', 'cards', 'kills'] as const
export type Part = (typeof parts)[number]

export interface Plan {
  minutes: number
  seed: number
  parts: readonly Part[]
  json: string | undefined
}

/** The plan that the command line asks for; undefined where it only asks for help. */
export function planFrom(args: string[]): Plan | undefined {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(Math.trunc(Date.now() / 1000) % 1_000_000) },
      only: { type: 'string', multiple: true },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    console.log(help)
    return undefined
  }
  const minutes = Number(values.minutes)
  const seed = Number(values.seed)
  if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error(`--minutes and --seed take numbers.\n${help}`)
  return { minutes, seed, json: values.json, parts: values.only?.map(knownPart) ?? parts }
}

function knownPart(name: string): Part {
  const part = parts.find((known) => known === name)
  if (!part) throw new Error(`There is no part ${name}: ${parts.join(', ')}`)
  return part
}
