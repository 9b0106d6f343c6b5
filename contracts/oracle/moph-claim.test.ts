import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dmhtAdmission, vaccineAdmission } from '../../fixtures/harness/claim.ts'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { testSecretKeys } from '../../mocks/moph-account/keys.ts'
import { AuthenticationError, ConflictError, createMophClient, ForbiddenError, NotFoundError } from '../../src/doors/client/index.ts'
import { claimExamples } from './examples/moph-claim.ts'
import { type Judgement, type Oracle, startOracle } from './oracle.ts'
import { describeOracle, oracleNow, type Surroundings } from './suite.ts'

const specs = ['moph-claim']
const workspace = '/w/oracle'
const realBase = 'claim-nhso.moph.go.th'
const nothing = { transaction_uid: '00000000-0000-4000-9000-000000000000' }

/** A client whose claims go through the oracle and whose login does not. */
function clientOf({ oracle, direct }: Pick<Surroundings, 'oracle' | 'direct'>, user = 'moph-test', issuer: 'fdh' | 'cvp1' = 'fdh') {
  const credentials = { user, password: 'Password-1', secretKey: testSecretKeys[issuer], hospitalCode: '99999' }
  const accountUrl = direct(`${issuer}.moph.go.th`)
  return createMophClient({
    baseUrls: { 'moph-account': accountUrl, 'moph-appointment': accountUrl, 'moph-claim': oracle },
    credentials,
    finance: { accountUrl, credentials },
    clock: () => Date.parse(oracleNow),
  })
}

describeOracle('MOPH Claim', { specs, realBase, clientOf: (surroundings) => clientOf(surroundings), examples: claimExamples })

describe('Prism, where claims are refused, or are of another form', () => {
  let sandbox: TestSandbox
  let oracle: Oracle
  /** Where the exchanges of the running test begin. */
  let from = 0
  const judged = (): Judgement[] => oracle.judgements.slice(from)
  const lastJudged = () => oracle.judgements.at(-1)!

  const control = async (method: string, path: string, body?: unknown) => {
    const { status, json, text } = await sandbox.control(method, path, body, workspace)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return json
  }
  const client = (user?: string, issuer?: 'fdh' | 'cvp1') =>
    clientOf({ oracle: oracle.url, direct: (base) => `${sandbox.url}${workspace}/${base}` }, user, issuer)
  /** A request that the reference client would not send. */
  const send = async (path: string, body: unknown) =>
    fetch(`${oracle.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await client().financeAccount.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    await sandbox.control('POST', '/workspaces', { name: 'oracle', now: oracleNow })
    await control('POST', '/snapshots', { name: 'start' })
    oracle = await startOracle({ specs, target: `${sandbox.url}${workspace}/${realBase}` })
  })
  beforeEach(async () => {
    await control('POST', '/snapshots/start/restore')
    await control('DELETE', '/journal')
    from = oracle.judgements.length
  })
  afterAll(async () => {
    await oracle?.close()
    await sandbox?.close()
  })

  describe('has nothing against', () => {
    afterEach(() => {
      expect(judged()).not.toEqual([])
      expect(judged().filter(({ violation }) => violation !== undefined)).toEqual([])
    })

    it('a claim from sending to its decision', async () => {
      const { claim } = client()
      const sent = await claim.sendDmhtAdmission({ ...dmhtAdmission(), visit_date_time: '2026-11-20 09:30:00' })
      const returned = await claim.sendDtAdmission(vaccineAdmission('2', '041'))
      for (const minutes of [1, 9]) {
        await control('POST', '/clock/advance', { minutes })
        await claim.getTransactionStatus(sent)
      }
      expect(await claim.getTransactionStatus(sent)).toMatchObject({ status: 'accepted' })
      expect(await claim.getTransactionStatus(returned)).toMatchObject({ status: 'returned', reasons: [expect.any(String)] })
    })

    it.each([
      [
        'a seq twice',
        () => claimExamples.sendDmhtAdmission(client()).then(() => claimExamples.sendDmhtAdmission(client())),
        ConflictError,
        409,
      ],
      ['another facility', () => client().claim.sendDmhtAdmission({ ...dmhtAdmission(), hcode: '00000' }), ForbiddenError, 403],
      ['a right that is missing', () => claimExamples.getTransactionStatus(client('moph-no-claim')), ForbiddenError, 403],
      ['the other account centre', () => claimExamples.getTransactionStatus(client('demo', 'cvp1')), AuthenticationError, 401],
      ['an unknown transaction', () => client().claim.getTransactionStatus(nothing), NotFoundError, 404],
    ])('a refusal in either form: %s', async (_what, refused, errorClass, status) => {
      for (const error_form of ['envelope', 'text']) {
        await control('POST', '/snapshots/start/restore')
        await control('PATCH', '/switches', { 'moph-claim': { error_form } })
        await expect(refused()).rejects.toBeInstanceOf(errorClass)
        expect(lastJudged().status).toBe(status)
      }
    })
  })

  describe('is awake: it objects to', () => {
    it('a visit that lacks a field or has one of a wrong form, and does not send it on', async () => {
      for (const [wrong, field] of [
        [{ ...dmhtAdmission(), seq: undefined }, 'seq'],
        [{ ...dmhtAdmission(), fname: {} }, 'fname'],
        [{ ...dmhtAdmission(), diagnosis: 'E119' }, 'diagnosis'],
      ] as const) {
        const reply = await send('/api/v1/opd/service-admissions/dmht', wrong)
        expect(reply.status).toBe(422)
        expect(lastJudged().violation).toContain(field)
      }
      expect(await control('GET', '/journal?operation=sendDmhtAdmission')).toEqual([])
    })

    it('a path that is not in the spec', async () => {
      await send('/api/v1/opd/service-admissions/flu', {})
      expect(lastJudged().violation).toContain('NO_PATH_MATCHED_ERROR')
    })
  })
})
