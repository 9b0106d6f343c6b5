import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Bench, withServers } from './bench.ts'
import { getByDateOfPrism, logIn } from './calls.ts'
import { here, installedCommand } from './checkout.ts'
import { median } from './median.ts'
import { commandLine, limit, prism, stripped } from './peers.ts'
import type { Request, ServerCommand } from './server.ts'

/** A server, and the requests it has to answer one after the other until it counts as started. */
interface Starter {
  command: ServerCommand
  requests: readonly Request[]
}

/** From the start of the process to its first 200: milliseconds, of which a noisy machine only ever makes more, and CPU. */
export interface Starts {
  medianMs: number
  bestMs: number
  medianCpuMs: number
}

export interface StartUp {
  name: string
  /** With nothing in Node's compile cache, as after an installation. */
  cold: Starts
  warm: Starts
  idleMb: number
}

interface Started {
  ms: number
  cpuMs: number
  idleMb: number
}

const settlingMs = 1000

/** `npm start` and the package as it is installed, of this commit and of the earlier one, beside the limit and Prism. */
export function measureStartUp(bench: Bench): Promise<StartUp[]> {
  const { plan, folder, token, get, bodyFile, prismSpec, sandboxes, earlier } = bench
  const checkouts = [here, ...(earlier ? [earlier] : [])]
  const installed = checkouts.map((checkout, index) => {
    const command = installedCommand(checkout, folder)
    return commandLine(`${sandboxes[index]!.name} installed`, () => command, folder)
  })
  const [sandbox] = sandboxes
  return startUps(bench, plan.starts, [
    ...[limit(bodyFile), stripped, ...sandboxes, ...installed].map((command) => ({ command, requests: [get] })),
    { command: { ...sandbox!, name: 'sandbox, login first' }, requests: [logIn(), get] },
    { command: prism(prismSpec), requests: [getByDateOfPrism(token)] },
  ])
}

/** Starts servers again and again, one after the other, round by round, so that a noisy machine hits all alike. */
async function startUps(bench: Bench, starts: number, starters: readonly Starter[]): Promise<StartUp[]> {
  const emptyCache = () => mkdtempSync(join(bench.folder, 'compile-cache-'))
  const contenders = starters.map((starter) => ({ ...starter, filledCache: emptyCache(), cold: [] as Started[], warm: [] as Started[] }))
  for (const { filledCache, ...starter } of contenders) await startOnce(bench, starter, filledCache)
  for (let round = 0; round < starts; round++) {
    for (const { filledCache, cold, warm, ...starter } of contenders) {
      cold.push(await startOnce(bench, starter, emptyCache()))
      warm.push(await startOnce(bench, starter, filledCache))
      process.stderr.write('.')
    }
  }
  process.stderr.write('\n')
  return contenders.map(({ command, cold, warm }) => ({
    name: command.name,
    cold: summary(cold),
    warm: summary(warm),
    idleMb: median(warm.map(({ idleMb }) => idleMb)),
  }))
}

function startOnce(bench: Bench, { command, requests }: Starter, cache: string): Promise<Started> {
  return withServers([{ ...command, env: { NODE_COMPILE_CACHE: cache } }], bench, async ([server]) => {
    for (const request of requests) await server!.firstAnswer(request)
    const [ms, cpuMs] = [performance.now() - server!.startedAt, server!.cpuSeconds * 1000]
    await wait(settlingMs)
    return { ms, cpuMs, idleMb: server!.residentMb }
  })
}

function summary(started: readonly Started[]): Starts {
  const times = started.map(({ ms }) => ms)
  return { medianMs: median(times), bestMs: Math.min(...times), medianCpuMs: median(started.map(({ cpuMs }) => cpuMs)) }
}
