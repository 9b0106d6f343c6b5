/**
 * `npm run profile -- cpu` and `npm run profile -- memory`: where the sandbox spends its time, and what it keeps alive, function by function.
 * It runs from its sources, so that names and lines are those of the files.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { claim, getByDate, logIn, logInForClaims } from './calls.ts'
import { chooseCores, pinThisProcess } from './cores.ts'
import { bookings } from './get-and-confirm.ts'
import { type Load, load, mustHaveWrk } from './load.ts'
import { table } from './report.ts'
import { Server } from './server.ts'

const help = `npm run profile -- cpu|memory [options]

  cpu            the functions with the most time of their own, idle time left out
  memory         what is alive at the end, by the function that asked for it (sampled), and the resident memory on the way
  --load NAME    get (default), confirm, claim, or start: nothing but the start
  --seconds N    of load, after 2 s of warm-up (5)
  --top N        lines to print (25)
  --keep FOLDER  keep the profile there, for Chrome's DevTools or speedscope
`

const root = fileURLToPath(new URL('..', import.meta.url))
const flags = { cpu: '--cpu-prof', memory: '--heap-prof' } as const
const warmUpSeconds = 2

/** A line of the outcome: time in ms or memory in KB. */
interface Hot {
  function: string
  place: string
  amount: number
}

interface Frame {
  functionName: string
  url: string
  lineNumber: number
}

interface CpuProfile {
  nodes: { id: number; callFrame: Frame }[]
  samples: number[]
  timeDeltas: number[]
  startTime: number
}

interface HeapNode {
  callFrame: Frame
  selfSize: number
  children: HeapNode[]
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    load: { type: 'string', default: 'get' },
    seconds: { type: 'string', default: '5' },
    top: { type: 'string', default: '25' },
    keep: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})
async function profile(kind: keyof typeof flags): Promise<void> {
  mustHaveWrk()
  const cores = chooseCores()
  if (cores) pinThisProcess(cores.load)
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'moph-sandbox-profile-'))
  try {
    await using server = await Server.spawn(
      {
        name: 'sandbox',
        cwd: root,
        command: (port) => [
          process.execPath,
          flags[kind],
          `${flags[kind]}-dir=${folder}`,
          'src/doors/cli/main.ts',
          ...['start', '--json', '--quiet', '--port', String(port)],
        ],
      },
      cores?.server,
    )
    const window = await underLoad(server, cores?.load)
    await server.stop()
    const [file] = readdirSync(folder)
    if (file === undefined) throw new Error('The sandbox left no profile.')
    const written = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    print(kind, kind === 'cpu' ? timesOf(written, window) : keptBy(written.head))
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

/** Loads the server; when, by the clock of CPU profiles. */
async function underLoad(server: Server, core: number | undefined): Promise<[from: number, to: number]> {
  const token = await server.firstAnswer(logIn())
  const get = getByDate(token)
  await server.firstAnswer(get)
  const booking = bookings(token)(server)
  const loads: Record<string, (() => Promise<Omit<Load, 'seconds'>>) | undefined> = {
    get: async () => ({ request: get, script: 'report.lua' }),
    confirm: () => booking.load(),
    claim: async () => ({ request: claim(await server.firstAnswer(logInForClaims())), script: 'report.lua' }),
  }
  if (values.load === 'start') return [0, monotonicMicros()]
  const next = loads[values.load]
  if (!next) throw new Error(`--load takes ${Object.keys(loads).join(', ')} or start, not ${values.load}.`)
  console.log(`resident at the start ${server.residentMb.toFixed(0)} MB`)
  await load(server, { ...(await next()), seconds: warmUpSeconds }, core)
  const measured = await next()
  const from = monotonicMicros()
  const { requests, cpuMicros } = await load(server, { ...measured, seconds: Number(values.seconds) }, core)
  console.log(
    `resident after ${requests.toLocaleString('en')} calls ${server.residentMb.toFixed(0)} MB; ${cpuMicros.toFixed(1)} CPU µs a call, profiling included`,
  )
  return [from, monotonicMicros()]
}

const monotonicMicros = () => Number(process.hrtime.bigint() / 1000n)

function timesOf({ nodes, samples, timeDeltas, startTime }: CpuProfile, [from, to]: [number, number]): Hot[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const times = new Sums()
  let at = startTime
  for (const [index, id] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0
    at += delta
    const frame = frames.get(id)
    if (frame && at >= from && at <= to && frame.functionName !== '(idle)') times.add(frame, delta / 1000)
  }
  return times.list()
}

function keptBy(head: HeapNode): Hot[] {
  const sizes = new Sums()
  const visit = ({ callFrame, selfSize, children }: HeapNode) => {
    if (selfSize > 0) sizes.add(callFrame, selfSize / 1024)
    children.forEach(visit)
  }
  visit(head)
  return sizes.list()
}

/** Amounts by function. */
class Sums {
  readonly #amounts = new Map<string, number>()

  add(frame: Frame, amount: number): void {
    const key = `${frame.functionName || '(anonymous)'}\t${placeOf(frame)}`
    this.#amounts.set(key, (this.#amounts.get(key) ?? 0) + amount)
  }

  list(): Hot[] {
    return [...this.#amounts]
      .sort(([, a], [, b]) => b - a)
      .map(([key, amount]) => {
        const [name = '', place = ''] = key.split('\t')
        return { function: name, place, amount }
      })
  }
}

function print(kind: keyof typeof flags, hot: readonly Hot[]): void {
  const all = hot.reduce((sum, { amount }) => sum + amount, 0)
  if (all === 0) throw new Error('The profile has no samples.')
  table(
    [kind === 'cpu' ? 'own ms' : 'alive KB', 'share', 'function', 'at'],
    hot
      .slice(0, Number(values.top))
      .map(({ function: name, place, amount }) => [amount.toFixed(0), `${((amount / all) * 100).toFixed(1)} %`, name, place]),
  )
}

function placeOf({ url, lineNumber }: Frame): string {
  if (url === '') return ''
  const path = url.startsWith('file://') ? fileURLToPath(url) : url
  return `${path.replace(root, '')}:${lineNumber + 1}`
}

const [kind] = positionals
if (values.help || (kind !== 'cpu' && kind !== 'memory')) console.log(help)
else await profile(kind)
