/** `npm run bench`: the sandbox, what it could reach at most, and its peers, side by side in one run. See bench/README.md. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, createConfig } from '@redocly/openapi-core'
import { heartVerdicts } from './aims.ts'
import type { Bench } from './bench.ts'
import { getByDate, logIn } from './calls.ts'
import { measureCard } from './card.ts'
import { bundled, checkOut, here } from './checkout.ts'
import { type Cores, chooseCores, pinThisProcess } from './cores.ts'
import { measureDeliveries } from './deliveries.ts'
import { measureSpeed } from './get-and-confirm.ts'
import { mustHaveWrk } from './load.ts'
import { memoryUnderLoad } from './memory.ts'
import { mixedSpeed } from './mixed.ts'
import { type Part, type Plan, planFrom } from './options.ts'
import { earlier, sandbox } from './peers.ts'
import { postgresSpeed } from './postgres.ts'
import {
  heading,
  printCard,
  printDeliveries,
  printMemory,
  printRatios,
  printSpeed,
  printStartUp,
  printUpstreams,
  printVerdicts,
  printWorkspaces,
} from './report.ts'
import type { Results } from './results.ts'
import { Server } from './server.ts'
import { measureStartUp } from './startup.ts'
import { upstreamSpeeds } from './upstreams.ts'
import { verdictsOf } from './verdicts.ts'
import { workspaceCosts } from './workspaces.ts'

const root = new URL('..', import.meta.url)

/** Each part measures, prints and keeps what it found. */
const measure: Record<Part, (bench: Bench, results: Results) => Promise<void>> = {
  speed: measureSpeed,
  async mixed(bench, results) {
    results.mixed = await mixedSpeed(bench)
    printSpeed('Mixed load: 400 schedules in random order, one booking in ten calls', results.mixed)
    printRatios(results.mixed)
  },
  async upstreams(bench, results) {
    results.upstreams = await upstreamSpeeds(bench)
    printUpstreams(results.upstreams)
  },
  async postgres(bench, results) {
    const speeds = await postgresSpeed(bench)
    if (!speeds) return console.log('\n!! Not with PostgreSQL: give --store URL or MOPH_SANDBOX_TEST_POSTGRES.')
    results.postgres = speeds
    printSpeed('GET by date, state in memory and in PostgreSQL', speeds)
    printRatios(speeds)
  },
  async workspaces(bench, results) {
    results.workspaces = await workspaceCosts(bench)
    printWorkspaces(results.workspaces)
  },
  async deliveries({ plan, folder }, results) {
    results.deliveries = await measureDeliveries(plan.deliveries, folder)
    printDeliveries(results.deliveries)
  },
  async card({ plan }, results) {
    results.card = await measureCard(plan.cardReads)
    printCard(results.card)
  },
  async startup(bench, results) {
    results.startUp = await measureStartUp(bench)
    printStartUp(results.startUp)
  },
  async memory(bench, results) {
    const { memoryRequests, memoryClaims } = bench.plan
    heading(`Memory under ${memoryRequests.toLocaleString('en')} GETs by date and ${memoryClaims.toLocaleString('en')} large claims`)
    results.memory = await memoryUnderLoad(bench)
    printMemory(results.memory)
  },
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
    if (bench.earlier) results.against = bench.earlier.commit
    for (const part of plan.parts) await measure[part](bench, results)
    results.verdicts = [...heartVerdicts(results), ...verdictsOf(results)]
    if (results.verdicts.length > 0) printVerdicts(results.verdicts)
    return results
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The bytes that the limit sends are those of the sandbox. */
async function prepare(plan: Plan, cores: Cores | undefined, folder: string): Promise<Bench> {
  bundled(here)
  await using server = await Server.spawn(sandbox, cores?.server)
  const token = await server.firstAnswer(logIn())
  const get = getByDate(token)
  const bodyFile = join(folder, 'body.json')
  writeFileSync(bodyFile, await server.firstAnswer(get))
  const prismSpec = join(folder, 'moph-appointment.json')
  const { bundle: spec } = await bundle({ ref: new URL('specs/moph-appointment.yaml', root).pathname, config: await createConfig({}) })
  writeFileSync(prismSpec, JSON.stringify(spec.parsed))
  const checkout = plan.against === undefined ? undefined : checkOut(plan.against)
  const sandboxes = [sandbox, ...(checkout ? [earlier(checkout)] : [])]
  return { plan, cores, folder, token, get, bodyFile, prismSpec, sandboxes, earlier: checkout }
}

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
