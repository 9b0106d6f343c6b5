/** GET by date on every server, and the bookings of the sandboxes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, withServers } from './bench.ts'
import { addSchedule, confirm, getByDateOfPrism, mustHaveNoFindings } from './calls.ts'
import { limit, prism, stripped, withOptions } from './peers.ts'
import { printRatios, printSpeed } from './report.ts'
import type { Results } from './results.ts'
import type { Request, Server } from './server.ts'
import { type Contender, sideBySide } from './speed.ts'

export async function measureSpeed(bench: Bench, results: Results): Promise<void> {
  const { plan, cores, folder, token, get, bodyFile, prismSpec, sandboxes } = bench
  const [sandbox] = sandboxes
  const withData = withOptions(sandbox!, '--data', join(folder, 'data'))
  const ours = [...sandboxes, withData]
  await withServers([...ours, limit(bodyFile), stripped, prism(prismSpec)], bench, async (servers) => {
    const prismServer = servers.pop()!
    const prismGet = getByDateOfPrism(token)
    for (const server of servers) await mustAnswerAlike(server, get, readFileSync(bodyFile, 'utf8'))
    await prismServer.firstAnswer(prismGet)
    const stateful = servers.slice(0, ours.length)

    const asking = (server: Server, request = get): Contender => ({ server, load: async () => ({ request, script: 'report.lua' }) })
    results.get = await sideBySide([...servers.map((server) => asking(server)), asking(prismServer, prismGet)], plan, cores)
    for (const server of stateful) await mustHaveNoFindings(server)
    printSpeed('GET by date', results.get)
    printRatios(results.get)

    results.confirm = await sideBySide(stateful.map(bookings(token)), plan, cores)
    for (const server of stateful) await mustHaveNoFindings(server)
    printSpeed('Confirm, each for another citizen id', results.confirm)
  })
}

/** Another schedule for each run, and citizen ids that none before it has used. */
export function bookings(token: string): (server: Server) => Contender {
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
export async function mustAnswerAlike(server: Server, request: Request, expected: string): Promise<void> {
  const timeless = (body: string) => body.replace(/"RequestTime":"[^"]*"/, '')
  const body = await server.firstAnswer(request)
  if (timeless(body) !== timeless(expected) || body.length !== expected.length)
    throw new Error(`${server.name} answers other bytes than the sandbox:\n${body}\n${expected}`)
}
