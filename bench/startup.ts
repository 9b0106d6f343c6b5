import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Cores } from './cores.ts'
import { median } from './median.ts'
import { type Request, Server, type ServerCommand } from './server.ts'

/** A server, and the requests it has to answer one after the other until it counts as started. */
export interface Starter {
  command: ServerCommand
  requests: readonly Request[]
}

/** Milliseconds from the start of the process: the median and, since a noisy machine only ever adds to it, the best. */
export interface StartUp {
  name: string
  /** With nothing in Node's compile cache, as after an installation. */
  cold: { medianMs: number; bestMs: number }
  warm: { medianMs: number; bestMs: number }
  idleMb: number
}

interface Started {
  ms: number
  idleMb: number
}

const settlingMs = 1000

/** Starts servers again and again, one after the other, round by round, so that a noisy machine hits all alike. */
export async function startUps(
  starters: readonly Starter[],
  { starts, folder, cores }: { starts: number; folder: string; cores: Cores | undefined },
): Promise<StartUp[]> {
  const emptyCache = () => mkdtempSync(join(folder, 'compile-cache-'))
  const contenders = starters.map((starter) => ({ ...starter, filledCache: emptyCache(), cold: [] as Started[], warm: [] as Started[] }))
  for (const { filledCache, ...starter } of contenders) await startOnce(starter, filledCache, cores)
  for (let round = 0; round < starts; round++) {
    for (const { filledCache, cold, warm, ...starter } of contenders) {
      cold.push(await startOnce(starter, emptyCache(), cores))
      warm.push(await startOnce(starter, filledCache, cores))
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

async function startOnce({ command, requests }: Starter, cache: string, cores: Cores | undefined): Promise<Started> {
  await using server = await Server.spawn({ ...command, env: { NODE_COMPILE_CACHE: cache } }, cores?.server)
  for (const request of requests) await server.firstAnswer(request)
  const ms = performance.now() - server.startedAt
  await wait(settlingMs)
  return { ms, idleMb: server.residentMb }
}

function summary(started: readonly Started[]): StartUp['cold'] {
  const times = started.map(({ ms }) => ms)
  return { medianMs: median(times), bestMs: Math.min(...times) }
}
