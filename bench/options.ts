import { parseArgs } from 'node:util'

const help = `npm run bench -- [options]

  --against REV  also measure an earlier commit, installed beside this one, in turn with it
  --quick        a first look in some minutes, not for figures to quote
  --only PART    speed, mixed, upstreams, postgres, workspaces, deliveries, card, startup or memory; may be repeated
  --store URL    a PostgreSQL for the part postgres (or MOPH_SANDBOX_TEST_POSTGRES); it gets databases of its own there
  --json FILE    also write everything that was measured to FILE
`

const parts = ['speed', 'mixed', 'upstreams', 'postgres', 'workspaces', 'deliveries', 'card', 'startup', 'memory'] as const
export type Part = (typeof parts)[number]

export interface Plan {
  quick: boolean
  parts: readonly Part[]
  /** The earlier commit to measure beside this one. */
  against: string | undefined
  /** Of a PostgreSQL that the part `postgres` may use. */
  store: string | undefined
  json: string | undefined
  /** Seconds of load before each measured run, and of the run. */
  warmUpSeconds: number
  seconds: number
  rounds: number
  /** Starts with an empty compile cache, and as many with a filled one. */
  starts: number
  /** How many deliveries come due at once, one run each. */
  deliveries: readonly number[]
  /** Full reads of the ID card through PC/SC. */
  cardReads: number
  memoryRequests: number
  /** Claims with a large body after which memory is looked at. */
  memoryClaims: number
  /** New workspaces, and as many resets. */
  workspaces: number
}

const full = {
  warmUpSeconds: 2,
  seconds: 5,
  rounds: 3,
  starts: 5,
  deliveries: [12_500, 25_000, 50_000, 100_000],
  cardReads: 300,
  memoryRequests: 1_000_000,
  memoryClaims: 200_000,
  workspaces: 50,
}
const quick = {
  warmUpSeconds: 2,
  seconds: 2,
  rounds: 1,
  starts: 2,
  deliveries: [5_000, 20_000],
  cardReads: 50,
  memoryRequests: 60_000,
  memoryClaims: 10_000,
  workspaces: 10,
}

/** The plan that the command line asks for; undefined where it only asks for help. */
export function planFrom(args: string[]): Plan | undefined {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      against: { type: 'string' },
      store: { type: 'string' },
      only: { type: 'string', multiple: true },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    console.log(help)
    return undefined
  }
  return {
    ...(values.quick ? quick : full),
    quick: values.quick,
    against: values.against,
    store: values.store ?? process.env.MOPH_SANDBOX_TEST_POSTGRES,
    json: values.json,
    parts: values.only?.map(knownPart) ?? parts,
  }
}

function knownPart(name: string): Part {
  const part = parts.find((known) => known === name)
  if (!part) throw new Error(`--only takes ${parts.join(', ')}, not ${name}.`)
  return part
}
