/** What a new workspace with the demo world costs, and a reset of one, through the control API. */
import { type Bench, withServers } from './bench.ts'
import { median } from './median.ts'
import type { Request, Server } from './server.ts'

export interface WorkspaceCost {
  name: string
  made: Cost
  reset: Cost
}

/** Of one call: medians of the rounds, and of what the calls took the least and the most of those rounds. */
export interface Cost {
  ms: number
  /** CPU of the whole process. */
  cpuMs: number
  rounds: { ms: number; cpuMs: number }[]
}

const json = { 'content-type': 'application/json' }
const warmUp = 5

export function workspaceCosts(bench: Bench): Promise<WorkspaceCost[]> {
  const { plan, get, sandboxes } = bench
  return withServers(sandboxes, bench, async (servers) => {
    const results = servers.map((server) => ({ server, made: [] as Cost['rounds'], reset: [] as Cost['rounds'] }))
    for (const { server } of results) await server.firstAnswer(get)
    for (const { server } of results) await inOneRound(server, 'warm-up', warmUp)
    for (let round = 0; round < plan.rounds; round++) {
      for (const { server, made, reset } of results) {
        const cost = await inOneRound(server, `round-${round}`, plan.workspaces)
        made.push(cost.made)
        reset.push(cost.reset)
      }
    }
    return results.map(({ server, made, reset }) => ({ name: server.name, made: summary(made), reset: summary(reset) }))
  })
}

async function inOneRound(server: Server, prefix: string, count: number) {
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${index}`)
  const made = await costOf(
    server,
    names.map((name) => ({ path: '/control/workspaces', headers: json, body: JSON.stringify({ name, world: 'demo' }) })),
  )
  const reset = await costOf(
    server,
    names.map((name) => ({ path: `/w/${name}/control/reset`, headers: json, body: JSON.stringify({ world: 'demo' }) })),
  )
  for (const name of names) await server.firstAnswer({ path: `/control/workspaces/${name}`, headers: {}, method: 'DELETE' })
  return { made, reset }
}

/** One after the other, as tests make them. */
async function costOf(server: Server, requests: readonly Request[]): Promise<{ ms: number; cpuMs: number }> {
  const before = { cpu: server.cpuSeconds, at: performance.now() }
  for (const request of requests) await server.firstAnswer(request)
  return {
    ms: (performance.now() - before.at) / requests.length,
    cpuMs: ((server.cpuSeconds - before.cpu) * 1000) / requests.length,
  }
}

const summary = (rounds: Cost['rounds']): Cost => ({
  ms: median(rounds.map(({ ms }) => ms)),
  cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
  rounds,
})
