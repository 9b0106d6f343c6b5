import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createMophClient, MophError, passwordHash } from './index.ts'
import { credentials, hour, rejection, startMoph, tokenUntil } from './testing/moph.ts'
import { booked } from './testing/operations.ts'
import { type Answer, json, plain } from './testing/server.ts'

const hash = passwordHash(credentials.password, credentials.secretKey)
const token = tokenUntil(Date.now() + hour)
const secrets = [credentials.password, credentials.secretKey, hash, token, token.split('.')[1]!]

/** All that a log could make of a value. */
function everythingIn(value: unknown): string {
  const stack = value instanceof Error ? `${value.stack} ${value.message} ${value.cause}` : ''
  const shown = inspect(value, { depth: Infinity, showHidden: true, getters: true })
  return [shown, JSON.stringify(value), String(value), stack, JSON.stringify(Object.getOwnPropertyDescriptors(value))]
    .join('\n')
    .toLowerCase()
}

function expectNoSecretIn(value: unknown): void {
  const text = everythingIn(value)
  for (const secret of secrets) expect(text).not.toContain(secret.toLowerCase())
}

/** An upstream that quotes what it was sent, in both cases. */
const quoting =
  (status: number): Answer =>
  (response, { headers, body }) =>
    plain(status, `wrong: ${headers.authorization} ${body} ${body.toUpperCase()} ${headers.authorization?.toUpperCase()}`)(response, {
      headers,
      body,
      method: '',
      url: '',
    })
const quotingInJson =
  (status: number): Answer =>
  (response, request) => {
    const seen = `${request.headers.authorization} ${request.body}`
    json(status, { MessageCode: status, Message: `wrong: ${seen}`, seen: [{ [seen]: seen }], result: null })(response, request)
  }
const loggedIn = plain(200, token)

test('a client shows none, neither before nor after its login', async () => {
  const { client, options } = await startMoph({ login: loggedIn })
  expectNoSecretIn(client)
  await client.account.token()
  expectNoSecretIn(client)
  expectNoSecretIn(createMophClient({ ...options, credentials: { user: 'demo', passwordHash: hash, hospitalCode: '99999' } }))
})

describe('an error shows none:', () => {
  test.each<[string, { login: Answer; api?: Answer }]>([
    ['a refused login that quotes the request', { login: quoting(401) }],
    ['the same in JSON', { login: quotingInJson(401) }],
    ['a failed login that quotes the request', { login: quoting(500) }],
    ['a login that is answered with the request', { login: quoting(200) }],
    ['a login that wraps the token', { login: json(200, { access_token: token }) }],
    ['a login that cuts the token', { login: plain(200, token.slice(0, -13)) }],
    ['a login that breaks', { login: (response) => response.destroy() }],
    ['a login that is not answered', { login: () => {} }],
    ['a call refused with 401 twice', { login: loggedIn, api: quoting(401) }],
    ['a call refused with a quotation', { login: loggedIn, api: quoting(409) }],
    ['the same in JSON', { login: loggedIn, api: quotingInJson(409) }],
    ['a call that fails with a quotation', { login: loggedIn, api: quotingInJson(502) }],
    ['a call that succeeds with a quotation', { login: loggedIn, api: quoting(200) }],
    ['the same in JSON', { login: loggedIn, api: quotingInJson(200) }],
    ['a call that breaks', { login: loggedIn, api: (response) => response.destroy() }],
    ['a call that is not answered', { login: loggedIn, api: () => {} }],
  ])('%s', async (_what, answers) => {
    const { client } = await startMoph(answers, { timeoutMs: 300 })
    const error = await rejection(client.appointment.cancelAppointmentSlot(booked))
    expect(error).toBeInstanceOf(MophError)
    expectNoSecretIn(error)
  })

  test('a fetch of the user that throws with the request in its error', async () => {
    const { client } = await startMoph(
      { login: loggedIn },
      {
        fetch: async (url, init) => {
          throw Object.assign(new Error(`can't send ${JSON.stringify(init)} to ${url}`), { init })
        },
      },
    )
    const error = await rejection(client.account.token())
    expect(error).toBeInstanceOf(MophError)
    expect(error).toMatchObject({ message: expect.stringContaining("can't send") })
    expectNoSecretIn(error)
  })
})

test('the check finds a secret where there is one', () => {
  expect(() => expectNoSecretIn({ deep: [{ token }] })).toThrow()
  expect(() => expectNoSecretIn(new Error('wrong', { cause: new Error(hash.toUpperCase()) }))).toThrow()
})
