import { expect, test } from 'vitest'
import spec from '../../../generated/nhso-agent.json' with { type: 'json' }
import {
  createAgentClient,
  createMophClient,
  type MophError,
  NotFoundError,
  RefusedError,
  TimeoutError,
  UnexpectedReplyError,
  UpstreamFailedError,
} from '../index.ts'
import { credentials, rejection } from '../testing/moph.ts'
import { agentExamples, agentOperations, agentVisit, correlationId, givesList, startAgent } from '../testing/nhso-agent.ts'
import { json, plain } from '../testing/server.ts'

/** All but the path that one client has by mistake. */
const operations = Object.entries(spec.paths)
  .flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })))
  .filter(({ operationId }) => operationId !== 'getPreferenceByDoubledPath')
const isWrite = (name: string) => operations.find(({ operationId }) => operationId === name)!['x-effect'] === 'write'
const answerOf = (operation: string) => json(200, givesList(operation) ? [] : {})

test('every operation of the spec is a method, and every method an operation', async () => {
  const { client } = await startAgent(json(200, {}))
  const names = operations.map(({ operationId }) => operationId).toSorted()
  expect(Object.keys(client.agent).sort()).toEqual(names)
  expect([...agentOperations].sort()).toEqual(names)
})

test.each(operations)('$operationId goes out as $method $path, with no token', async ({ operationId, method, path }) => {
  const { client, calls } = await startAgent(answerOf(operationId))
  await agentExamples[operationId as keyof typeof agentExamples](client)
  expect(calls).toHaveLength(1)
  const [call] = calls
  expect(call!.method).toBe(method)
  expect(new URL(call!.url, 'http://any').pathname).toBe(path.replace('{pid}', '1999900000013'))
  expect(call!.headers.authorization).toBeUndefined()
})

test('the photo is asked for in small letters, and the visit goes out as it is', async () => {
  const { client, calls } = await startAgent(json(200, {}))
  await agentExamples.readCard(client)
  await client.agent.readCard()
  await client.agent.confirmSave(agentVisit)
  expect(calls.map(({ url }) => url)).toEqual([
    '/api/smartcard/read?readImageFlag=true',
    '/api/smartcard/read',
    '/api/nhso-service/confirm-save',
  ])
  expect(JSON.parse(calls[2]!.body)).toEqual({ pid: '1999900000013', claimType: 'PG0060001', mobile: '0800000001', correlationId })
})

test('it gives the whole body, a list where it is one', async () => {
  const terminals = [{ terminalName: 'Reader 0', isPresent: true }]
  expect(await (await startAgent(json(200, terminals))).client.agent.listTerminals()).toEqual(terminals)
  expect(await (await startAgent(json(200, {}))).client.agent.getLatestAuthenCode({ pid: '1999900000013' })).toEqual({})
})

const message = 'ไม่พบเครื่องอ่านบัตร'

test.each(agentOperations)('%s says in the words of the agent why not', async (operation) => {
  const noReader = await startAgent(json(418, { timestamp: 'x', status: 418, error: "I'm a teapot", message }))
  const error = await rejection(agentExamples[operation](noReader.client))
  expect(error).toBeInstanceOf(RefusedError)
  expect(error).toMatchObject({ upstream: 'nhso-agent', operation, status: 418, upstreamMessage: message, outcomeUnknown: false })

  const noCard = await startAgent(json(500, { status: 500, error: 'Internal Server Error', message: 'ไม่พบบัตร' }))
  const failed = await rejection(agentExamples[operation](noCard.client))
  expect(failed).toBeInstanceOf(UpstreamFailedError)
  expect(failed).toMatchObject({ status: 500, upstreamMessage: 'ไม่พบบัตร', outcomeUnknown: isWrite(operation) })
  expect([noReader.calls.length, noCard.calls.length]).toEqual([1, 1])
})

test('what is wrong with each field is said, too', async () => {
  const errors = [{ defaultMessage: 'ไม่สามารถเลือกบริการซ้ำใน 1 วัน' }, { defaultMessage: 'mobile' }]
  const { client } = await startAgent(json(400, { status: 400, message: 'Validation failed', errors }))
  const error = await rejection(client.agent.confirmSave(agentVisit))
  expect(error).toMatchObject({ status: 400, upstreamMessage: 'ไม่สามารถเลือกบริการซ้ำใน 1 วัน; mobile' })
})

test('there is no probe in production', async () => {
  const { client } = await startAgent(json(404, { status: 404, message: 'ใช้ probe ได้เฉพาะ Test Zone' }))
  expect(await rejection(client.agent.probeRight({ pid: '1999900000013' }))).toBeInstanceOf(NotFoundError)
})

test.each(agentOperations)('%s is never repeated, and its outcome is unknown exactly where it writes', async (operation) => {
  const broken = await startAgent((response) => response.destroy())
  expect(await rejection(agentExamples[operation](broken.client))).toMatchObject({ operation, outcomeUnknown: isWrite(operation) })
  expect(broken.calls).toHaveLength(1)

  const silent = await startAgent(() => {}, { timeoutMs: 100 })
  const error = await rejection(agentExamples[operation](silent.client))
  expect(error).toBeInstanceOf(TimeoutError)
  expect((error as MophError).outcomeUnknown).toBe(isWrite(operation))
  expect(silent.calls).toHaveLength(1)
})

test.each(agentOperations)('%s is not answered by a page, by nothing, or by JSON of another type', async (operation) => {
  for (const answer of [plain(200, '<html></html>'), plain(200, ''), json(200, givesList(operation) ? {} : [])]) {
    const { client } = await startAgent(answer)
    expect(await rejection(agentExamples[operation](client))).toBeInstanceOf(UnexpectedReplyError)
  }
})

test('it is a part of the whole client as well, which says what it lacks', async () => {
  const { origin, calls } = await startAgent(json(200, []))
  const nowhere = 'http://nowhere.invalid'
  const baseUrls = { 'moph-account': nowhere, 'moph-appointment': nowhere }
  expect(await createMophClient({ baseUrls: { ...baseUrls, 'nhso-agent': origin }, credentials }).agent.listTerminals()).toEqual([])
  expect(calls).toHaveLength(1)
  const error = await rejection(createMophClient({ baseUrls, credentials }).agent.listTerminals())
  expect(String(error)).toContain("without baseUrls['nhso-agent']")
})

test.each([
  [{ baseUrl: 'localhost:8189' }],
  [{ baseUrl: 'http://localhost:8189?x' }],
  [{ baseUrl: 'http://localhost:8189', timeoutMs: 0 }],
])('a client cannot be made of %j', (options) => {
  expect(() => createAgentClient(options)).toThrow(TypeError)
})
