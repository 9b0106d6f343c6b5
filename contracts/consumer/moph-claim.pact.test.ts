import { MatchersV3 } from '@pact-foundation/pact'
import { expect } from 'vitest'
import { dmhtAdmission, vaccineAdmission } from '../../fixtures/harness/claim.ts'
import {
  AuthenticationError,
  ConflictError,
  ForbiddenError,
  type MophClient,
  NotFoundError,
  type RefusedError,
  type Transaction,
} from '../../src/doors/client/index.ts'
import { describePact, exampleToken, type Interaction, tokenForm } from './pact.ts'

const { integer, like, regex } = MatchersV3

const seq = '691124-0001'
const dmht = dmhtAdmission(seq)
const vaccination = vaccineAdmission(seq)
const transaction_uid = '1c0ce393-a960-4e86-9b14-38d8dadd7df8'

// What must hold at the provider.
const token = { description: 'the token is valid', parameters: { user: 'moph-test' } }
const notSent = { description: 'no claim with the seq', parameters: { hcode: '99999', seq } }
const sent = { description: 'a claim with the seq', parameters: { path: 'dmht', body: { ...dmht } } }
const aClaim = { description: 'a claim', parameters: { transaction_uid } }
const nothing = '00000000-0000-4000-9000-000000000000'
const noClaim = { description: 'no such claim', parameters: { transaction_uid: nothing } }

const headers = { Authorization: regex(tokenForm.replace('^', '^Bearer '), `Bearer ${exampleToken}`) }
const send = (service: string, body: object): Interaction['request'] => ({
  method: 'POST',
  path: `/api/v1/opd/service-admissions/${service}`,
  headers: { ...headers, 'Content-Type': 'application/json' },
  body: { ...body },
})
const status: Interaction['request'] = { method: 'GET', path: `/api/v1/opd/service-transactions/${transaction_uid}/status`, headers }

const json = { 'Content-Type': regex('^application/json.*', 'application/json; charset=utf-8') }
const done = (data: object): Interaction['reply'] => ({
  status: 200,
  headers: json,
  body: { status: integer(200), message: like('success'), message_th: like('สำเร็จ'), data },
})
const received = done({ transaction_uid: like(transaction_uid) })
/** A refusal in the envelope; of its body the client reads these. */
const refusal = (code: number, message: string): Interaction['reply'] => ({
  status: code,
  headers: json,
  body: { status: code, message: like(message), message_th: like('ไม่รับ') },
})

const isReceived = (send: (client: MophClient) => Promise<Transaction>) => async (client: MophClient) =>
  expect(await send(client)).toEqual({ transaction_uid })
const isRefused =
  (errorClass: typeof RefusedError, code: number, refused: (client: MophClient) => Promise<unknown>) => async (client: MophClient) => {
    const error = await refused(client).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(errorClass)
    expect(error).toMatchObject({ status: code, messageCode: code, upstreamMessage: expect.stringMatching(/ \/ ./) })
  }
const sendsDmht = ({ claim }: MophClient) => claim.sendDmhtAdmission(dmht)
const looksUp = ({ claim }: MophClient) => claim.getTransactionStatus({ transaction_uid })

describePact('moph-claim', [
  {
    title: 'a visit of diabetes and hypertension',
    given: [token, notSent],
    request: send('dmht', dmht),
    reply: received,
    call: isReceived(sendsDmht),
  },
  {
    title: 'vaccinations of the routine programme',
    given: [token, notSent],
    request: send('epi', vaccination),
    reply: received,
    call: isReceived(({ claim }) => claim.sendEpiAdmission(vaccination)),
  },
  {
    title: 'a dT vaccination',
    given: [token, notSent],
    request: send('dt', vaccination),
    reply: received,
    call: isReceived(({ claim }) => claim.sendDtAdmission(vaccination)),
  },
  {
    title: 'the status of a claim',
    given: [token, aClaim],
    request: status,
    reply: done({ transaction_uid, status_th: like('ผ่านการพิจารณา') }),
    call: async (client) => expect(await looksUp(client)).toEqual({ transaction_uid, status_th: 'ผ่านการพิจารณา' }),
  },
  {
    title: 'a visit that has been sent already',
    given: [token, sent],
    request: send('dmht', dmht),
    reply: refusal(409, 'The facility has sent a claim with this seq already'),
    call: isRefused(ConflictError, 409, sendsDmht),
  },
  {
    title: 'a visit of another facility than that of the account',
    given: [token, notSent],
    request: send('dmht', { ...dmht, hcode: '00000' }),
    reply: refusal(403, 'hcode is not the facility of the account that logged in'),
    call: isRefused(ForbiddenError, 403, ({ claim }) => claim.sendDmhtAdmission({ ...dmht, hcode: '00000' })),
  },
  {
    title: 'the status of a claim that does not exist',
    given: [token, noClaim],
    request: { ...status, path: `/api/v1/opd/service-transactions/${nothing}/status` },
    reply: refusal(404, 'There is no such transaction_uid in this zone'),
    call: isRefused(NotFoundError, 404, ({ claim }) => claim.getTransactionStatus({ transaction_uid: nothing })),
  },
  {
    title: 'a claim with a token that has expired',
    given: [{ description: 'the token has expired', parameters: { user: 'moph-test' } }],
    request: status,
    reply: refusal(401, 'The token has expired'),
    call: isRefused(AuthenticationError, 401, looksUp),
  },
  {
    title: 'a claim with a token of the other account centre',
    given: [{ description: 'the token is of the other account centre', parameters: { user: 'demo' } }],
    request: status,
    reply: refusal(401, 'The token was issued by another account centre (MOPH Account Center) and is not meant for MOPH Claim'),
    call: isRefused(AuthenticationError, 401, looksUp),
  },
  {
    title: 'a claim of an account without MOPH_CLAIM_API',
    given: [{ description: 'the token lacks the role MOPH_CLAIM_API', parameters: { user: 'moph-no-claim' } }],
    request: status,
    reply: refusal(403, 'The account does not hold the right MOPH CLAIM API (MOPH_CLAIM_API)'),
    call: isRefused(ForbiddenError, 403, looksUp),
  },
])
