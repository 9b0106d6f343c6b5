/** Resident memory while servers answer on and on: flat, and how much. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, withServers } from './bench.ts'
import { largeClaim, logInForClaims, mustHaveNoFindings } from './calls.ts'
import { type Load, load } from './load.ts'
import { withOptions } from './peers.ts'
import type { Server, ServerCommand } from './server.ts'

export interface Memory {
  name: string
  load: 'GETs by date' | 'large claims'
  series: { requests: number; residentMb: number }[]
  /** At the end. */
  residentMb: number
  /** The end over what it was after a tenth of the requests. */
  growth: number
}

/** Looked at so many times on the way. */
const looks = 10

export async function memoryUnderLoad(bench: Bench): Promise<Memory[]> {
  const { plan, folder, get, sandboxes } = bench
  const withData = withOptions(sandboxes[0]!, '--data', join(folder, 'memory'))
  const results: Memory[] = []
  for (const command of [...sandboxes, withData])
    results.push(await underOne(bench, command, 'GETs by date', plan.memoryRequests, async () => ({ request: get, script: 'report.lua' })))
  for (const command of sandboxes) results.push(await underOne(bench, command, 'large claims', plan.memoryClaims, claims(folder)))
  return results
}

/** `run` counts from 0. */
type LoadOf = (server: Server, run: number) => Promise<Omit<Load, 'seconds'>>

function underOne(bench: Bench, command: ServerCommand, name: Memory['load'], count: number, loadOf: LoadOf): Promise<Memory> {
  return withServers([command], bench, async ([server]) => {
    await server!.firstAnswer(bench.get)
    const series = await seriesOf(server!, bench, count, loadOf)
    await mustHaveNoFindings(server!)
    const [settled, last] = [series.find(({ requests }) => requests >= count / looks)!.residentMb, series.at(-1)!.residentMb]
    return { name: server!.name, load: name, series, residentMb: last, growth: last / settled }
  })
}

async function seriesOf(server: Server, { cores }: Bench, count: number, loadOf: LoadOf): Promise<Memory['series']> {
  const series = [{ requests: 0, residentMb: server.residentMb }]
  let answered = 0
  let seconds = 1
  while (answered < count) {
    const run = await load(server, { ...(await loadOf(server, series.length - 1)), seconds }, cores?.load)
    answered += run.requests
    // wrk counts seconds rather than requests.
    seconds = Math.max(1, Math.round(count / looks / run.requestsPerSecond))
    const point = { requests: answered, residentMb: server.residentMb }
    series.push(point)
    console.log(
      `  ${server.name.padEnd(16)} ${point.requests.toLocaleString('en').padStart(10)} requests  ${point.residentMb.toFixed(0).padStart(5)} MB`,
    )
  }
  return series
}

/** More than one run answers; what is under way at its end is not counted. */
const numbersForOneRun = 10_000_000

/** Each with a number of its own. */
function claims(folder: string): LoadOf {
  const file = join(folder, 'large-claim')
  return async (server, run) => {
    const { path, headers, body } = largeClaim(await server.firstAnswer(logInForClaims()))
    writeFileSync(file, body!)
    return { request: { path, headers }, script: 'send.lua', args: ['POST', file, (1 + run) * numbersForOneRun] }
  }
}
