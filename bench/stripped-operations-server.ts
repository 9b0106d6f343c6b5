/**
 * As stripped-server.ts, for every operation of every upstream: Fastify, the route, Ajv on call and reply compiled from the same spec, the
 * mock's own function in a transaction, JSON. No authorisation, no workspaces, no faults, no findings, no journal. Argument: port.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import Fastify from 'fastify'
import { openSandbox } from '../src/doors/start.ts'
import { addressOf } from '../src/engine/gateway/address.ts'
import { Router } from '../src/engine/gateway/route.ts'
import { worldOf } from '../src/engine/workspace/world-of.ts'
import type { Schema } from '../src/upstream/document.ts'
import type { HttpCall } from '../src/upstream/http.ts'
import type { Operation } from '../src/upstream/operation.ts'

const ajv = new Ajv2020({ strict: false, coerceTypes: true })
;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)

interface Compiled {
  query: ValidateFunction
  body: ValidateFunction | undefined
  reply: ValidateFunction | undefined
}

const compiled = new Map<Operation, Compiled>()

function validatorsOf(operation: Operation): Compiled {
  const known = compiled.get(operation)
  if (known) return known
  const parameters = operation.parameters.filter((parameter) => parameter.in === 'query' && parameter.name !== 'Action')
  const content = [...operation.responses.entries()].find(([status]) => status < 300)?.[1]
  const validators = {
    query: ajv.compile({
      type: 'object',
      properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
      required: parameters.filter(({ required }) => required).map(({ name }) => name),
    }),
    body: operation.body && ajv.compile(operation.body.schema),
    reply: schemaIn(content) && ajv.compile(schemaIn(content)!),
  }
  compiled.set(operation, validators)
  return validators
}

const schemaIn = (content: ReadonlyMap<string, Schema> | undefined) => content?.get('application/json') ?? content?.values().next().value

const sandbox = await openSandbox()
const workspace = (await sandbox.workspace('default'))!
const router = new Router(sandbox.upstreams)
const caller = { login: 'demo', hospitalCode: '99999', scope: [] }

const server = Fastify()
server.removeAllContentTypeParsers()
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
server.all('/*', async (request, reply) => {
  const call: HttpCall = { method: request.method, url: request.url, headers: {}, body: undefined, address: '127.0.0.1' }
  const at = addressOf(call, router)
  const found = router.find(request.method, at.path, at.action)
  if (!('operation' in found)) return reply.code(404).send()
  const { operation, server: place, parameters } = found
  const { query: validQuery, body: validBody, reply: validReply } = validatorsOf(operation)
  const { Action: _action, ...query } = at.query
  const body = request.body ? JSON.parse(String(request.body)) : undefined
  if (!validQuery(query) || (validBody && body !== undefined && !validBody(body))) return reply.code(400).send()
  const via = { issuer: place['x-issuer'], zone: place['x-zone'], address: '127.0.0.1' }
  const run = operation.upstream.operations[operation.id] as (input: unknown, world: unknown) => Promise<unknown>
  const input = { query, path: parameters, body, caller }
  const result =
    operation.effect === 'read'
      ? await run(input, worldOf(workspace, { via }))
      : await workspace.write((db) => run(input, worldOf(workspace, { via, db })))
  const success = operation.upstream.success(result, worldOf(workspace, { via }))
  if (validReply && !validReply(success.value)) return reply.code(500).send()
  return reply.header('content-type', success.contentType).send(success.body)
})
await server.listen({ host: '127.0.0.1', port: Number(process.argv[2]) })
// An exit of its own, unlike a kill, fills the compile cache.
process.once('SIGTERM', () => process.exit())
