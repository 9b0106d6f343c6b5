import { describe, expect, test } from 'vitest'
import {
  ConnectionError,
  createMophClient,
  LoginRefusedError,
  type MophClientOptions,
  NoTokenError,
  passwordHash,
  RateLimitedError,
  RefusedError,
  TimeoutError,
  UnexpectedReplyError,
  UpstreamFailedError,
} from '../index.ts'
import { credentials, hour, rejection, startMoph, tokenUntil } from '../testing/moph.ts'
import { type Answer, inTurn, json, plain } from '../testing/server.ts'

const jwt = tokenUntil(Date.now() + 5 * hour)
const hash = passwordHash(credentials.password, credentials.secretKey)
const envelope = (status: number) => json(status, { result: null, MessageCode: status, Message: 'ชื่อผู้ใช้ไม่ถูกต้อง / Login name is wrong' })

describe('the request', () => {
  test.each<[string, MophClientOptions['credentials']]>([
    ['password and secret key', credentials],
    ['a hash made beforehand', { user: 'demo', passwordHash: hash, hospitalCode: '99999' }],
  ])('is a POST with the hash in its JSON body, from %s', async (_from, given) => {
    const { client, logins } = await startMoph({ login: plain(200, jwt) }, { credentials: given })
    expect(await client.account.token()).toBe(jwt)
    expect(logins).toHaveLength(1)
    expect(logins[0]).toMatchObject({ method: 'POST', url: '/cvp1.moph.go.th/token?Action=get_moph_access_token' })
    expect(logins[0]!.headers['content-type']).toBe('application/json')
    expect(logins[0]!.headers.authorization).toBeUndefined()
    expect(JSON.parse(logins[0]!.body)).toEqual({ user: 'demo', password_hash: hash, hospital_code: '99999' })
  })

  test.each([
    ['bare', plain(200, jwt)],
    ['as a JSON string', json(200, jwt)],
  ])('gets a token that comes %s', async (_form, login) => {
    const { client, calls } = await startMoph({ login })
    expect(await client.account.token()).toBe(jwt)
    await client.appointment.getHospitalDepartment({ hospital_code: '99999' })
    expect(calls[0]!.headers.authorization).toBe(`Bearer ${jwt}`)
  })
})

describe('a login that was refused', () => {
  test.each<[string, Answer]>([
    ['400', envelope(400)],
    ['401', envelope(401)],
    ['401 as text', plain(401, 'ชื่อผู้ใช้ไม่ถูกต้อง / Login name is wrong')],
    ['403', envelope(403)],
    ['422, which nothing documents either', envelope(422)],
  ])('with %s is never repeated: every later call fails with the same error, without a request', async (_status, login) => {
    const { client, logins, calls } = await startMoph({ login: inTurn(login, plain(200, jwt)) })
    const first = await rejection(client.account.token())
    expect(first).toBeInstanceOf(LoginRefusedError)
    expect(first).toMatchObject({
      upstream: 'moph-account',
      operation: 'getMophAccessToken',
      upstreamMessage: 'ชื่อผู้ใช้ไม่ถูกต้อง / Login name is wrong',
      outcomeUnknown: false,
    })
    expect(await rejection(client.account.token())).toBe(first)
    expect(await rejection(client.appointment.getAppointment({ cid: '1999900000019' }))).toBe(first)
    expect([logins.length, calls.length]).toEqual([1, 0])
  })

  test.each([
    ['a text', plain(200, 'Invalid user or password'), '"Invalid user or password"'],
    ['an envelope', json(200, { MessageCode: 401, Message: 'wrong' }), 'wrong'],
    ['nothing', plain(200, ''), 'an empty body'],
  ])('by %s with status 200 counts too', async (_what, login, told) => {
    const { client, logins } = await startMoph({ login: inTurn(login, plain(200, jwt)) })
    const first = await rejection(client.account.token())
    expect(first).toBeInstanceOf(NoTokenError)
    expect(first).toMatchObject({ status: 200, message: expect.stringContaining(told) })
    expect(await rejection(client.account.token())).toBe(first)
    expect(logins).toHaveLength(1)
  })

  test('is one request for all who were waiting for it', async () => {
    const { client, logins } = await startMoph({ login: envelope(401) })
    const errors = await Promise.all(Array.from({ length: 10 }, () => rejection(client.account.token())))
    expect(new Set(errors).size).toBe(1)
    expect(logins).toHaveLength(1)
  })

  test('may be tried by a new client', async () => {
    const { client, options, logins } = await startMoph({ login: inTurn(envelope(401), plain(200, jwt)) })
    await rejection(client.account.token())
    expect(await createMophClient(options).account.token()).toBe(jwt)
    expect(logins).toHaveLength(2)
  })
})

describe('a login that failed for another reason is tried again by a later call:', () => {
  test.each<[string, new (...args: never[]) => Error, Answer]>([
    ['500', UpstreamFailedError, envelope(500)],
    ['503 as text', UpstreamFailedError, plain(503, 'Service Unavailable')],
    ['429', RateLimitedError, envelope(429)],
    ['408', RefusedError, plain(408, 'Request Timeout')],
    ['a broken connection', ConnectionError, (response) => response.destroy()],
    ['a time-out', TimeoutError, () => {}],
    [
      'a token cut short',
      UnexpectedReplyError,
      (response) => response.writeHead(200, { 'content-length': '500' }).write(jwt.slice(0, 40), () => response.destroy()),
    ],
  ])('%s', async (_reason, type, login) => {
    const { client, logins, calls } = await startMoph({ login: inTurn(login, plain(200, jwt)) }, { timeoutMs: 300 })
    const error = await rejection(
      client.appointment.cancelAppointmentSlot({ hospital_code: '99999', cid: '1999900000019', hospital_appointment_slot_id: 1 }),
    )
    expect(error).toBeInstanceOf(type)
    expect(error).toMatchObject({ operation: 'getMophAccessToken', outcomeUnknown: false })
    expect([logins.length, calls.length]).toEqual([1, 0])
    expect(await client.account.token()).toBe(jwt)
    expect(logins).toHaveLength(2)
  })
})
