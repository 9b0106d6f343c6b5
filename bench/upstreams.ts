import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, createConfig } from '@redocly/openapi-core'
import type { Cores } from './cores.ts'
import { type Measured, measured } from './operations.ts'
import type { Plan } from './options.ts'
import { limit, prism, sandbox, strippedOperations } from './peers.ts'
import { type Request, Server } from './server.ts'
import { type Contender, type Speed, sideBySide } from './speed.ts'

/** An operation, and how fast each server answers it. */
export interface OperationSpeed extends Pick<Measured, 'upstream' | 'effect' | 'operation'> {
  speeds: Speed[]
}

/** One read and one write of each upstream, on the sandbox, on the limit, on the stripped parts and on Prism. */
export async function upstreamSpeeds(plan: Plan, cores: Cores | undefined, folder: string): Promise<OperationSpeed[]> {
  const results: OperationSpeed[] = []
  for (const one of measured) results.push(await operationSpeed(one, plan, cores, folder))
  return results
}

async function operationSpeed(one: Measured, plan: Plan, cores: Cores | undefined, folder: string): Promise<OperationSpeed> {
  const { upstream, effect, operation, prepare, prismPath = (path) => path } = one
  await using sandboxServer = await Server.spawn(sandbox, cores?.server)
  const request = await prepare(sandboxServer)
  const replyFile = join(folder, 'reply')
  writeFileSync(replyFile, await sandboxServer.firstAnswer(numbered(request, 0)))
  await using limitServer = await Server.spawn(limit(replyFile), cores?.server)
  await using strippedServer = await Server.spawn(strippedOperations, cores?.server)
  await using prismServer = await Server.spawn(prism(await prismSpec(upstream, folder)), cores?.server)
  const asked: [Server, Request][] = [
    [limitServer, request],
    [strippedServer, await prepare(strippedServer)],
    [sandboxServer, request],
    [prismServer, { ...request, path: prismPath(belowHost(request.path)) }],
  ]
  for (const [server, one] of asked) await server.firstAnswer(numbered(one, 1))
  const contenders = asked.map(([server, one]) => contender(server, one, join(folder, `${server.name}.body`)))
  return { upstream, effect, operation, speeds: await sideBySide(contenders, plan, cores) }
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
