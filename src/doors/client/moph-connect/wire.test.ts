import { expect, test } from 'vitest'
import spec from '../../../generated/moph-connect.json' with { type: 'json' }
import { createMophClient, MophError, RefusedError, TimeoutError, UnexpectedReplyError, UpstreamFailedError } from '../index.ts'
import { connectExamples, connectOperations, queueMessage, startConnect } from '../testing/connect.ts'
import { credentials, rejection } from '../testing/moph.ts'
import { json, plain } from '../testing/server.ts'

const operations = Object.entries(spec.paths).map(([path, item]) => ({ path, ...item.post }))

test('every operation of the spec is a method, and every method an operation', async () => {
  const { client } = await startConnect(json(200, {}))
  const names = operations.map(({ operationId }) => operationId)
  expect(Object.keys(client.connect).sort()).toEqual(names.toSorted())
  expect([...connectOperations].sort()).toEqual(names.toSorted())
})

test.each(operations)('$operationId goes out as documented: a POST of JSON to $path, without a token', async ({ operationId, path }) => {
  const { client, calls } = await startConnect(json(200, {}))
  expect(await connectExamples[operationId as keyof typeof connectExamples](client)).toBeUndefined()
  expect(calls).toHaveLength(1)
  const { method, url, headers, body } = calls[0]!
  expect([method, url]).toEqual(['POST', `/mophconnect.go.th/test/api${path}`])
  expect(headers['content-type']).toBe('application/json')
  expect(headers.authorization).toBeUndefined()
  expect(JSON.parse(body)).toMatchObject(queueMessage)
})

test.each([
  ['{}', json(200, {})],
  ['JSON of any form', json(200, { status: 'success', data: null })],
  ['a text', plain(200, 'OK')],
  ['a page', plain(200, '<html>ok</html>')],
  ['nothing', plain(200, '')],
  ['201', plain(201, '')],
] as const)('a success is one whatever its body says: %s', async (_name, answer) => {
  const { client, calls } = await startConnect(answer)
  await client.connect.sendQueueCard(queueMessage)
  expect(calls).toHaveLength(1)
})

test.each(connectOperations)('%s is refused with the status, whatever the form of the refusal', async (operation) => {
  for (const answer of [json(400, { errors: [{ field: 'detailsLink' }] }), plain(400, 'detailsLink'), plain(400, '')]) {
    const { client } = await startConnect(answer)
    const error = await rejection(connectExamples[operation](client))
    expect(error).toBeInstanceOf(RefusedError)
    expect(error).toMatchObject({ upstream: 'moph-connect', operation, status: 400, outcomeUnknown: false })
  }
})

test.each(connectOperations)('%s is sent once, and its outcome is unknown where no whole reply came', async (operation) => {
  const broken = await startConnect((response) => response.destroy())
  const error = await rejection(connectExamples[operation](broken.client))
  expect(error).toBeInstanceOf(MophError)
  expect(error).toMatchObject({ operation, outcomeUnknown: true })
  expect(broken.calls).toHaveLength(1)

  const silent = await startConnect(() => {}, { timeoutMs: 100 })
  expect(await rejection(connectExamples[operation](silent.client))).toBeInstanceOf(TimeoutError)
  expect(silent.calls).toHaveLength(1)
})

test('a failure of the server and a redirect are no success', async () => {
  const failing = await startConnect(plain(500, 'broken'))
  expect(await rejection(failing.client.connect.sendQueueCard(queueMessage))).toBeInstanceOf(UpstreamFailedError)
  const redirecting = await startConnect((response) => response.writeHead(302, { location: '/login' }).end())
  expect(await rejection(redirecting.client.connect.sendQueueCard(queueMessage))).toBeInstanceOf(UnexpectedReplyError)
  expect(redirecting.calls).toHaveLength(1)
})

test('a client that was made without the base URL says which one it lacks', async () => {
  const baseUrls = { 'moph-account': 'http://nowhere.invalid', 'moph-appointment': 'http://nowhere.invalid' }
  const error = await rejection(createMophClient({ baseUrls, credentials }).connect.sendQueueCard(queueMessage))
  expect(error).toBeInstanceOf(TypeError)
  expect(error).toMatchObject({ message: "This client was made without baseUrls['moph-connect']" })
})
