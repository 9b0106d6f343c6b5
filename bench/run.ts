/** `npm run bench`: the sandbox, what it could reach at most, and its peers, side by side in one run. See bench/README.md. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, createConfig } from '@redocly/openapi-core'
import { addSchedule, confirm, getByDate, getByDateOfPrism, logIn, mustHaveNoFindings } from './calls.ts'
import { measureCard } from './card.ts'
import { type Cores, chooseCores, pinThisProcess } from './cores.ts'
import { measureDeliveries } from './deliveries.ts'
import { load, mustHaveWrk } from './load.ts'
import { memoryUnderLoad } from './memory.ts'
import { type Plan, planFrom } from './options.ts'
import { limit, prism, profiled, sandbox, sandboxWithData, stripped } from './peers.ts'
import { hottest } from './profile.ts'
import {
  heading,
  printCard,
  printDeliveries,
  printProfile,
  printRatios,
  printSpeed,
  printStartUp,
  printUpstreams,
  printVerdicts,
} from './report.ts'
import type { Results } from './results.ts'
import { type Request, Server } from './server.ts'
import { type Contender, sideBySide } from './speed.ts'
import { startUps } from './startup.ts'
import { upstreamSpeeds } from './upstreams.ts'
import { verdictsOf } from './verdicts.ts'

const root = new URL('..', import.meta.url)

/** What all parts need: cores, a folder that is deleted at the end, files in it, a token. */
interface Bench {
  plan: Plan
  cores: Cores | undefined
  folder: string
  token: string
  get: Request
  bodyFile: string
  prismSpec: string
}

async function run(plan: Plan): Promise<Results> {
  if (!existsSync('/proc/self/stat')) throw new Error('The bench reads /proc, so it needs Linux.')
  mustHaveWrk()
  const cores = chooseCores()
  if (cores) pinThisProcess(cores.load)
  const folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-bench-'))
  try {
    const results: Results = { at: new Date().toISOString(), machine: machine(cores), plan }
    console.log(
      `${results.machine.cpu}, Node ${results.machine.node}, ${cores ? `server on core ${cores.server}, load on core ${cores.load}` : 'NOT PINNED'}`,
    )
    const bench = await prepare(plan, cores, folder)
    if (plan.parts.includes('speed')) await measureSpeed(bench, results)
    if (plan.parts.includes('upstreams')) {
      results.upstreams = await upstreamSpeeds(plan, cores, folder)
      printUpstreams(results.upstreams)
    }
    if (plan.parts.includes('deliveries')) {
      results.deliveries = await measureDeliveries(plan.deliveries, folder)
      printDeliveries(results.deliveries)
    }
    if (plan.parts.includes('card')) {
      results.card = await measureCard(plan.cardReads)
      printCard(results.card)
    }
    if (plan.parts.includes('startup')) await measureStartUp(bench, results)
    if (plan.parts.includes('memory')) await measureMemory(bench, results)
    if (plan.profile) await takeProfile(bench, results)
    results.verdicts = verdictsOf(results)
    if (results.verdicts.length > 0) printVerdicts(results.verdicts)
    return results
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The bytes that the limit sends are those of the sandbox. */
async function prepare(plan: Plan, cores: Cores | undefined, folder: string): Promise<Bench> {
  await using server = await Server.spawn(sandbox, cores?.server)
  const token = await server.firstAnswer(logIn())
  const get = getByDate(token)
  const bodyFile = join(folder, 'body.json')
  writeFileSync(bodyFile, await server.firstAnswer(get))
  const prismSpec = join(folder, 'moph-appointment.json')
  const { bundle: spec } = await bundle({ ref: new URL('specs/moph-appointment.yaml', root).pathname, config: await createConfig({}) })
  writeFileSync(prismSpec, JSON.stringify(spec.parsed))
  return { plan, cores, folder, token, get, bodyFile, prismSpec }
}

async function measureSpeed({ plan, cores, folder, token, get, bodyFile, prismSpec }: Bench, results: Results): Promise<void> {
  const prismGet = getByDateOfPrism(token)
  await using limitServer = await Server.spawn(limit(bodyFile), cores?.server)
  await using strippedServer = await Server.spawn(stripped, cores?.server)
  await using sandboxServer = await Server.spawn(sandbox, cores?.server)
  await using dataServer = await Server.spawn(sandboxWithData(join(folder, 'data')), cores?.server)
  await using prismServer = await Server.spawn(prism(prismSpec), cores?.server)
  const same = [limitServer, strippedServer, sandboxServer, dataServer]
  for (const server of same) await mustAnswerAlike(server, get, readFileSync(bodyFile, 'utf8'))
  await prismServer.firstAnswer(prismGet)

  const asking = (server: Server, request = get): Contender => ({ server, load: async () => ({ request, script: 'report.lua' }) })
  results.get = await sideBySide([...same.map((server) => asking(server)), asking(prismServer, prismGet)], plan, cores)
  for (const server of [sandboxServer, dataServer]) await mustHaveNoFindings(server)
  printSpeed('GET by date', results.get)
  printRatios(results.get)

  const booking = bookings(token)
  results.confirm = await sideBySide([booking(sandboxServer), booking(dataServer)], plan, cores)
  for (const server of [sandboxServer, dataServer]) await mustHaveNoFindings(server)
  printSpeed('Confirm, each for another citizen id', results.confirm)
}

/** Another schedule for each run, and citizen ids that none before it has used. */
function bookings(token: string): (server: Server) => Contender {
  const idsForOneRun = 1_000_000
  let firstId = idsForOneRun
  return (server) => ({
    server,
    load: async () => {
      firstId += idsForOneRun
      return { request: confirm(token), script: 'confirm.lua', args: [await addSchedule(server), firstId] }
    },
  })
}

/** Servers that send other bytes are not compared. */
async function mustAnswerAlike(server: Server, request: Request, expected: string): Promise<void> {
  const timeless = (body: string) => body.replace(/"RequestTime":"[^"]*"/, '')
  const body = await server.firstAnswer(request)
  if (timeless(body) !== timeless(expected) || body.length !== expected.length)
    throw new Error(`${server.name} answers other bytes than the sandbox:\n${body}\n${expected}`)
}

async function measureStartUp({ plan, cores, folder, token, get, bodyFile, prismSpec }: Bench, results: Results): Promise<void> {
  results.startUp = await startUps(
    [
      { command: limit(bodyFile), requests: [get] },
      { command: stripped, requests: [get] },
      { command: sandbox, requests: [get] },
      { command: { ...sandbox, name: 'sandbox, login first' }, requests: [logIn(), get] },
      { command: prism(prismSpec), requests: [getByDateOfPrism(token)] },
    ],
    { starts: plan.starts, folder, cores },
  )
  printStartUp(results.startUp)
}

async function measureMemory({ plan, cores, folder, get }: Bench, results: Results): Promise<void> {
  heading(`Memory under ${plan.memoryRequests.toLocaleString('en')} GETs by date`)
  results.memory = []
  for (const command of [sandbox, sandboxWithData(join(folder, 'memory'))]) {
    await using server = await Server.spawn(command, cores?.server)
    await server.firstAnswer(get)
    results.memory.push(await memoryUnderLoad(server, get, plan, cores))
  }
}

async function takeProfile({ plan, cores, folder, token, get }: Bench, results: Results): Promise<void> {
  const into = mkdtempSync(join(folder, 'profile-'))
  const server = await Server.spawn(profiled(into), cores?.server)
  const windows: Record<'get' | 'confirm', [number, number]> = { get: [0, 0], confirm: [0, 0] }
  try {
    await server.firstAnswer(get)
    const booking = bookings(token)(server)
    const loads = { get: async () => ({ request: get, script: 'report.lua' as const }), confirm: () => booking.load() }
    for (const name of ['get', 'confirm'] as const) {
      await load(server, { ...(await loads[name]()), seconds: plan.warmUpSeconds }, cores?.load)
      const measured = await loads[name]()
      const from = monotonicMicros()
      await load(server, { ...measured, seconds: plan.seconds }, cores?.load)
      windows[name] = [from, monotonicMicros()]
    }
  } finally {
    await server.stop()
  }
  results.profile = { get: hottest(into, ...windows.get), confirm: hottest(into, ...windows.confirm) }
  printProfile('GET by date', results.profile.get)
  printProfile('confirm', results.profile.confirm)
}

/** The clock of CPU profiles. */
const monotonicMicros = () => Number(process.hrtime.bigint() / 1000n)

function machine(cores: Cores | undefined): Results['machine'] {
  const { version } = JSON.parse(readFileSync(new URL('node_modules/@stoplight/prism-cli/package.json', root), 'utf8')) as {
    version: string
  }
  return { cpu: cpus()[0]?.model ?? 'unknown processor', cores, node: process.version, prism: version }
}

try {
  const plan = planFrom(process.argv.slice(2))
  if (plan) {
    const results = await run(plan)
    if (plan.json !== undefined) writeFileSync(plan.json, `${JSON.stringify(results, null, 2)}\n`)
  }
} catch (error) {
  console.error(`\n!! The bench is broken: ${(error as Error).message}`)
  process.exitCode = 1
}
