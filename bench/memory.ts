import type { Cores } from './cores.ts'
import { load } from './load.ts'
import { median } from './median.ts'
import type { Plan } from './options.ts'
import type { Request, Server } from './server.ts'

export interface Memory {
  name: string
  series: { requests: number; residentMb: number }[]
  /** Of the last three figures over the first three after 200,000 requests; undefined where there were fewer. */
  growth: number | undefined
}

/** By then the journal's ring is full and the heap has found its size. */
const settledAfter = 200_000

/** Resident memory while a server answers on and on. */
export async function memoryUnderLoad(server: Server, request: Request, plan: Plan, cores: Cores | undefined): Promise<Memory> {
  const series = [{ requests: 0, residentMb: server.residentMb }]
  let answered = 0
  let seconds = 1
  while (answered < plan.memoryRequests) {
    const run = await load(server, { request, seconds, script: 'report.lua' }, cores?.load)
    answered += run.requests
    // wrk counts seconds rather than requests.
    seconds = Math.max(1, Math.round(plan.memoryStep / run.requestsPerSecond))
    const point = { requests: answered, residentMb: server.residentMb }
    series.push(point)
    console.log(
      `  ${server.name.padEnd(16)} ${point.requests.toLocaleString('en').padStart(10)} requests  ${point.residentMb.toFixed(0).padStart(5)} MB`,
    )
  }
  return { name: server.name, series, growth: growthOf(series) }
}

function growthOf(series: Memory['series']): number | undefined {
  const settled = series.filter(({ requests }) => requests >= settledAfter).map(({ residentMb }) => residentMb)
  return settled.length < 6 ? undefined : median(settled.slice(-3)) / median(settled.slice(0, 3))
}
