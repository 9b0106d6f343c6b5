import { describe, expect, test } from 'vitest'
import { message } from '../../../../fixtures/harness/message.ts'
import spec from '../../../generated/moph-messaging.json' with { type: 'json' }
import {
  AuthenticationError,
  createMophClient,
  ForbiddenError,
  type MophClientOptions,
  RateLimitedError,
  RefusedError,
  UnexpectedReplyError,
} from '../index.ts'
import { hour, rejection, startMoph, tokenUntil } from '../testing/moph.ts'
import { type Answer, inTurn, json, plain } from '../testing/server.ts'

const result = { message_ref_code: 'MSG-0001', updated: false, target: ['1999900000030'], target_not_on_white_list: [] }
const sent = json(200, { result, MessageCode: 200, Message: 'OK' })

async function start(api: Answer = sent, login?: Answer, more: Partial<MophClientOptions> = {}) {
  const { options, logins, calls } = await startMoph({ api, ...(login && { login }) })
  const baseUrls = { ...options.baseUrls, 'moph-messaging': options.baseUrls['moph-account'] }
  return { client: createMophClient({ ...options, baseUrls, ...more }), options, logins, calls }
}

test('every operation of the spec is a method, and every method an operation', async () => {
  const { client } = await start()
  const ids = Object.values(spec.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId))
  expect(Object.keys(client.messaging)).toEqual(ids)
})

test('a message goes out as documented, with the token, and the result comes back', async () => {
  const token = tokenUntil(Date.now() + hour)
  const { client, calls } = await start(sent, plain(200, token))
  expect(await client.messaging.sendMessageTarget(message())).toEqual(result)
  expect(calls).toMatchObject([
    { method: 'POST', url: '/cvp1.moph.go.th/api/SendMessageTarget', headers: { authorization: `Bearer ${token}` } },
  ])
  expect(calls[0]!.headers['content-type']).toBe('application/json')
  expect(JSON.parse(calls[0]!.body)).toEqual(message())
})

test('a token that is refused is renewed, and the message sent again, once: nothing was carried out', async () => {
  const refused = json(401, { result: null, MessageCode: 401, Message: 'token หมดอายุ / The token has expired' })
  const two = inTurn(plain(200, tokenUntil(Date.now() + hour, 'one')), plain(200, tokenUntil(Date.now() + hour, 'two')))
  const { client, logins, calls } = await start(refused, two)
  expect(await rejection(client.messaging.sendMessageTarget(message()))).toBeInstanceOf(AuthenticationError)
  expect([logins.length, calls.length]).toEqual([2, 2])
})

test.each([
  [400, RefusedError],
  [403, ForbiddenError],
  [429, RateLimitedError],
])('a refusal with %d is told, and nothing is repeated', async (status, errorClass) => {
  const { client, calls } = await start(json(status, { result: null, MessageCode: status, Message: 'ไม่รับ / No' }))
  const error = await rejection(client.messaging.sendMessageTarget(message()))
  expect(error).toBeInstanceOf(errorClass)
  expect(error).toMatchObject({ status, upstream: 'moph-messaging', upstreamMessage: 'ไม่รับ / No', outcomeUnknown: false })
  expect(calls).toHaveLength(1)
})

describe('a message whose answer is lost', () => {
  test.each<[string, Answer]>([
    ['with the connection', (response) => response.destroy()],
    ['with a failure', plain(503, 'no')],
    ['in the time', () => {}],
  ])('%s is sent once, and its outcome is unknown', async (_how, api) => {
    const { client, calls } = await start(api, undefined, { timeoutMs: 200 })
    const error = await rejection(client.messaging.sendMessageTarget(message()))
    expect(error).toMatchObject({ operation: 'sendMessageTarget', outcomeUnknown: true })
    expect((error as Error).message).toContain('It may have been carried out')
    expect(calls).toHaveLength(1)
  })
})

test.each([
  ['a list', { result: [] }, 'result is an array where an object is documented'],
  ['nothing', { MessageCode: 200 }, 'result is missing'],
])('a success with %s for its result is unexpected', async (_what, body, told) => {
  const { client } = await start(json(200, body))
  const error = await rejection(client.messaging.sendMessageTarget(message()))
  expect(error).toBeInstanceOf(UnexpectedReplyError)
  expect((error as Error).message).toContain(told)
})

test('a client without its base URL says so before it logs in', async () => {
  const { options, logins } = await start()
  const error = await rejection(createMophClient(options).messaging.sendMessageTarget(message()))
  expect(error).toEqual(new TypeError("This client was made without baseUrls['moph-messaging']"))
  expect(logins).toEqual([])
})
