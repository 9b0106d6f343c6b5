import { describe, expect, test } from 'vitest'
import { dmhtAdmission, vaccineAdmission } from '../../../../fixtures/harness/claim.ts'
import {
  AuthenticationError,
  ConflictError,
  createMophClient,
  ForbiddenError,
  LoginRefusedError,
  NotFoundError,
  passwordHash,
  RefusedError,
  UnexpectedReplyError,
} from '../index.ts'
import { claimExamples, claimOperations, financeCredentials, received, startClaim, transaction_uid } from '../testing/claim.ts'
import { hour, rejection, tokenUntil } from '../testing/moph.ts'
import { inTurn, json, plain } from '../testing/server.ts'

const base = '/claim-nhso.moph.go.th/api/v1/opd'

test.each([
  ['sendDmhtAdmission', 'POST', `${base}/service-admissions/dmht`, dmhtAdmission()],
  ['sendEpiAdmission', 'POST', `${base}/service-admissions/epi`, vaccineAdmission()],
  ['sendDtAdmission', 'POST', `${base}/service-admissions/dt`, vaccineAdmission()],
  ['getTransactionStatus', 'GET', `${base}/service-transactions/${transaction_uid}/status`, undefined],
] as const)('%s is sent as %s %s, with the token of the second account centre', async (operation, method, url, body) => {
  const token = tokenUntil(Date.now() + hour, 'moph-test')
  const { client, calls, elsewhere } = await startClaim({ login: plain(200, token) })
  expect(await claimExamples[operation](client)).toEqual(received.data)
  expect(calls).toMatchObject([{ method, url, headers: { authorization: `Bearer ${token}` } }])
  expect(calls[0]!.body).toBe(body === undefined ? '' : JSON.stringify(body))
  expect(elsewhere, 'the first account centre is not asked').toEqual([])
})

test('logs in once at the second account centre, with its own credentials and key', async () => {
  const { client, logins } = await startClaim()
  await Promise.all(claimOperations.map((operation) => claimExamples[operation](client)))
  const { user, password, secretKey, hospitalCode } = financeCredentials
  expect(logins).toHaveLength(1)
  expect(JSON.parse(logins[0]!.body)).toEqual({ user, password_hash: passwordHash(password, secretKey), hospital_code: hospitalCode })
})

test('a refused login at the second account centre is final there, and says nothing of the first', async () => {
  const { client, logins, elsewhere } = await startClaim({ login: json(401, { MessageCode: 401, Message: 'wrong' }) })
  for (const call of [client.claim.sendDtAdmission, client.claim.sendEpiAdmission])
    expect(await rejection(call(vaccineAdmission()))).toBeInstanceOf(LoginRefusedError)
  expect(await rejection(client.financeAccount.token())).toBeInstanceOf(LoginRefusedError)
  expect(logins).toHaveLength(1)
  await rejection(client.account.token())
  expect(elsewhere, 'the first account centre is asked all the same').toHaveLength(1)
})

test('a token that is refused is renewed, and the call repeated, once', async () => {
  const refused = json(401, { status: 401, message: 'The token has expired', message_th: 'token หมดอายุ', data: null })
  const { client, logins, calls } = await startClaim({
    login: inTurn(plain(200, tokenUntil(Date.now() + hour, 'one')), plain(200, tokenUntil(Date.now() + hour, 'two'))),
    api: refused,
  })
  expect(await rejection(client.claim.getTransactionStatus({ transaction_uid }))).toBeInstanceOf(AuthenticationError)
  expect([logins.length, calls.length]).toEqual([2, 2])
})

test.each([
  [400, RefusedError],
  [403, ForbiddenError],
  [404, NotFoundError],
  [409, ConflictError],
])('a refusal with %d tells what the envelope says, in both languages', async (status, errorClass) => {
  const { client } = await startClaim({ api: json(status, { status, message: 'No', message_th: 'ไม่', data: null }) })
  const error = await rejection(client.claim.sendDtAdmission(vaccineAdmission()))
  expect(error).toBeInstanceOf(errorClass)
  expect(error).toMatchObject({ status, messageCode: status, upstreamMessage: 'ไม่ / No', upstream: 'moph-claim' })
})

test('the text of a wrong path is told as it is', async () => {
  const { client } = await startClaim({ api: plain(404, `Cannot POST ${base}`) })
  const error = await rejection(client.claim.sendDtAdmission(vaccineAdmission()))
  expect(error).toMatchObject({ status: 404, messageCode: undefined, upstreamMessage: `Cannot POST ${base}` })
})

test.each([
  ['no data', { status: 200, message: 'success' }, 'data is missing'],
  [
    'null',
    { status: 500, message: 'No', message_th: 'ไม่', data: null },
    'data is null where an object is documented (MessageCode 500: ไม่ / No)',
  ],
])('a success with %s is unexpected', async (_what, body, told) => {
  const { client } = await startClaim({ api: json(200, body) })
  const error = await rejection(client.claim.sendDtAdmission(vaccineAdmission()))
  expect(error).toBeInstanceOf(UnexpectedReplyError)
  expect((error as Error).message).toContain(told)
})

describe('a client that was made without', () => {
  test('finance says so, and sends nothing', async () => {
    const { options, logins, calls, elsewhere } = await startClaim()
    const { finance: _finance, ...without } = options
    const client = createMophClient(without)
    for (const operation of claimOperations)
      await expect(claimExamples[operation](client)).rejects.toThrow(new TypeError('This client was made without the option finance'))
    await expect(client.financeAccount.token()).rejects.toThrow(TypeError)
    expect([...logins, ...calls, ...elsewhere]).toEqual([])
  })

  test('the base URL of MOPH Claim says so before it logs in', async () => {
    const { options, logins } = await startClaim()
    const { 'moph-claim': _claim, ...baseUrls } = options.baseUrls
    const client = createMophClient({ ...options, baseUrls })
    for (const operation of claimOperations)
      await expect(claimExamples[operation](client)).rejects.toThrow(new TypeError("This client was made without baseUrls['moph-claim']"))
    expect(logins).toEqual([])
  })
})
