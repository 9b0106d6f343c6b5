/** A day's mix: many schedules asked in random order, a booking in one call of ten. A cache of replies would gain little, or show old slots. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, withServers } from './bench.ts'
import { addManySchedules, confirm, confirmPath, mustHaveNoFindings, readPath } from './calls.ts'
import type { Server } from './server.ts'
import { type Contender, type Speed, sideBySide } from './speed.ts'

/** Every server is asked in the same order. */
const firstSeed = 20_261_127
const idsForOneRun = 1_000_000

export function mixedSpeed(bench: Bench): Promise<Speed[]> {
  const { plan, cores, folder, token, sandboxes } = bench
  return withServers(sandboxes, bench, async (servers) => {
    const contenders: Contender[] = []
    for (const server of servers) contenders.push(await mixing(server, join(folder, `mixed-${server.name}`), token))
    const speeds = await sideBySide(contenders, plan, cores)
    for (const server of servers) await mustHaveNoFindings(server)
    return speeds
  })
}

async function mixing(server: Server, file: string, token: string): Promise<Contender> {
  writeFileSync(file, (await addManySchedules(server)).join('\n'))
  const { headers } = confirm(token)
  let run = 0
  return {
    server,
    load: async () => {
      run++
      return {
        request: { path: '/', headers },
        script: 'mixed.lua',
        args: [file, firstSeed + run, run * idsForOneRun, readPath, confirmPath],
      }
    },
  }
}
