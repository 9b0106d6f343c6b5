import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, createConfig } from '@redocly/openapi-core'
import { type Bench, withServers } from './bench.ts'
import { type Measured, measured } from './operations.ts'
import { limit, prism, strippedOperations } from './peers.ts'
import type { Request, Server } from './server.ts'
import { type Contender, type Speed, sideBySide } from './speed.ts'

/** An operation, and how fast each server answers it. */
export interface OperationSpeed extends Pick<Measured, 'upstream' | 'effect' | 'operation'> {
  speeds: Speed[]
}

/** One read and one write of each upstream, on the sandbox, on the limit, on the stripped parts and on Prism. */
export async function upstreamSpeeds(bench: Bench): Promise<OperationSpeed[]> {
  const results: OperationSpeed[] = []
  for (const one of measured) results.push(await operationSpeed(one, bench))
  return results
}

async function operationSpeed(one: Measured, bench: Bench): Promise<OperationSpeed> {
  const { upstream, effect, operation, prepare, prismPath = (path) => path } = one
  const { plan, cores, folder, sandboxes } = bench
  const replyFile = join(folder, 'reply')
  const spec = await prismSpec(upstream, folder)
  return withServers([...sandboxes, strippedOperations], bench, async (servers) => {
    const [sandbox] = servers
    const request = await prepare(sandbox!)
    writeFileSync(replyFile, await sandbox!.firstAnswer(numbered(request, 0)))
    return withServers([limit(replyFile), prism(spec)], bench, async ([limitServer, prismServer]) => {
      const asked: [Server, Request][] = [
        [limitServer!, request],
        [sandbox!, request],
        [prismServer!, { ...request, path: prismPath(belowHost(request.path)) }],
      ]
      for (const server of servers.slice(1)) asked.push([server, await prepare(server)])
      for (const [server, one] of asked) await server.firstAnswer(numbered(one, 1))
      const contenders = asked.map(([server, one]) => contender(server, one, join(folder, `${server.name}.body`)))
      return { upstream, effect, operation, speeds: await sideBySide(contenders, plan, cores) }
    })
  })
}

/** Numbers that no earlier run has used. */
const numbersForOneRun = 10_000_000

function contender(server: Server, { path, headers, body }: Request, bodyFile: string): Contender {
  if (body !== undefined) writeFileSync(bodyFile, body)
  const [method, file] = body === undefined ? ['GET', '-'] : ['POST', bodyFile]
  let first = 0
  return {
    server,
    load: async () => {
      first += numbersForOneRun
      return { request: { path, headers }, script: 'send.lua', args: [method, file, first] }
    },
  }
}

function numbered(request: Request, number: number): Request {
  return request.body === undefined ? request : { ...request, body: request.body.replace('{n}', String(number).padStart(10, '0')) }
}

const belowHost = (path: string) => path.slice(path.indexOf('/', 1))

async function prismSpec(upstream: string, folder: string): Promise<string> {
  const { bundle: spec } = await bundle({
    ref: new URL(`../specs/${upstream}.yaml`, import.meta.url).pathname,
    config: await createConfig({}),
  })
  const file = join(folder, `${upstream}.json`)
  writeFileSync(file, JSON.stringify(spec.parsed))
  return file
}
