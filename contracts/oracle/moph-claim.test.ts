import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dmhtAdmission, vaccineAdmission } from '../../fixtures/harness/claim.ts'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { demoClaims } from '../../fixtures/worlds/demo/claims.ts'
import { testSecretKeys } from '../../mocks/moph-account/keys.ts'
import {
  AuthenticationError,
  ConflictError,
  createMophClient,
  ForbiddenError,
  type MophClient,
  NotFoundError,
  RefusedError,
} from '../../src/client/index.ts'
import { documentOf } from './document.ts'
import { type Judgement, type Oracle, startOracle } from './oracle.ts'

const specs = ['moph-claim']
const now = '2026-11-24T02:00:00.000Z'
const workspace = '/w/oracle'
const { transaction_uid } = demoClaims[0]!
const nothing = { transaction_uid: '00000000-0000-4000-9000-000000000000' }

/** A call of each operation that a new world answers with something in it. */
const examples = {
  sendDmhtAdmission: ({ claim }) => claim.sendDmhtAdmission(dmhtAdmission()),
  sendEpiAdmission: ({ claim }) => claim.sendEpiAdmission(vaccineAdmission('2', '041')),
  sendDtAdmission: ({ claim }) => claim.sendDtAdmission(vaccineAdmission('3', '106')),
  getTransactionStatus: ({ claim }) => claim.getTransactionStatus({ transaction_uid }),
} satisfies Record<string, (client: MophClient) => Promise<unknown>>
const operations = Object.keys(examples) as (keyof typeof examples)[]

describe('Prism, an independent reader of the spec of MOPH Claim, between the reference client and the sandbox', () => {
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
  const clientOf = (user = 'moph-test', issuer: 'fdh' | 'cvp1' = 'fdh') => {
    const account = { user, password: 'Password-1', secretKey: testSecretKeys[issuer], hospitalCode: '99999' }
    const accountUrl = `${sandbox.url}${workspace}/${issuer}.moph.go.th`
    return createMophClient({
      baseUrls: { 'moph-account': accountUrl, 'moph-appointment': accountUrl, 'moph-claim': oracle.url },
      credentials: account,
      finance: { accountUrl, credentials: account },
      clock: () => Date.parse(now),
    })
  }
  /** A request that the reference client would not send. */
  const send = async (path: string, body: unknown) =>
    fetch(`${oracle.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await clientOf().financeAccount.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    await sandbox.control('POST', '/workspaces', { name: 'oracle', now })
    await control('POST', '/snapshots', { name: 'start' })
    oracle = await startOracle({ specs, target: `${sandbox.url}${workspace}/claim-nhso.moph.go.th` })
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
      const { claim } = clientOf()
      const sent = await claim.sendDmhtAdmission({ ...dmhtAdmission(), visit_date_time: '2026-11-20 09:30:00' })
      const returned = await claim.sendDtAdmission(vaccineAdmission('2', '041'))
      for (const minutes of [1, 9]) {
        await control('POST', '/clock/advance', { minutes })
        await claim.getTransactionStatus(sent)
      }
      expect(await claim.getTransactionStatus(sent)).toMatchObject({ status: 'accepted' })
      expect(await claim.getTransactionStatus(returned)).toMatchObject({ status: 'returned', reasons: [expect.any(String)] })
    })

    it.each(operations)('%s', async (operation) => {
      await examples[operation](clientOf())
    })

    it.each([
      ['a seq twice', () => examples.sendDmhtAdmission(clientOf()).then(() => examples.sendDmhtAdmission(clientOf())), ConflictError, 409],
      ['another facility', () => clientOf().claim.sendDmhtAdmission({ ...dmhtAdmission(), hcode: '00000' }), ForbiddenError, 403],
      ['a right that is missing', () => examples.getTransactionStatus(clientOf('moph-no-claim')), ForbiddenError, 403],
      ['the other account centre', () => examples.getTransactionStatus(clientOf('demo', 'cvp1')), AuthenticationError, 401],
      ['an unknown transaction', () => clientOf().claim.getTransactionStatus(nothing), NotFoundError, 404],
      [
        'a Buddhist year',
        () => clientOf().claim.sendDmhtAdmission({ ...dmhtAdmission(), visit_date_time: '2569-11-20 09:30:00' }),
        RefusedError,
        400,
      ],
    ])('a refusal in either form: %s', async (_what, refused, errorClass, status) => {
      for (const error_form of ['envelope', 'text']) {
        await control('POST', '/snapshots/start/restore')
        await control('PATCH', '/switches', { 'moph-claim': { error_form } })
        await expect(refused()).rejects.toBeInstanceOf(errorClass)
        expect(lastJudged().status).toBe(status)
      }
    })

    it.each(operations)('%s answered with any error that it documents', async (operation) => {
      const { paths } = await documentOf(specs)
      const described = Object.values(paths).flatMap((item) => Object.values(item)) as { operationId?: string; responses?: object }[]
      const statuses = Object.keys(described.find(({ operationId }) => operationId === operation)!.responses!).map(Number)
      const errors = statuses.filter((status) => status >= 400)
      expect(errors.length).toBeGreaterThan(4)
      for (const status of errors) {
        await control('DELETE', '/faults')
        await control('POST', '/faults', { kind: 'status', status, operation })
        await expect(examples[operation](clientOf())).rejects.toThrow()
        expect(lastJudged().status).toBe(status)
      }
    })
  })

  describe('is awake: it objects to', () => {
    const changed = (change: (reply: { data: object }) => unknown) => (body: string) => JSON.stringify(change(JSON.parse(body)))

    it.each(operations)('%s with a reply that lacks its data, or has a wrong type in it', async (operation) => {
      for (const change of [
        changed((reply) => ({ ...reply, data: undefined })),
        changed((reply) => ({ ...reply, data: { ...reply.data, transaction_uid: 1 } })),
      ]) {
        await control('POST', '/snapshots/start/restore')
        await oracle.corrupt(change, () => examples[operation](clientOf()).catch(() => {}))
        expect(lastJudged()).toMatchObject({ status: 500, violation: expect.stringMatching(/response.*body.*(data|transaction_uid)/) })
      }
    })

    it('a visit that lacks a field or has one of a wrong form, and does not send it on', async () => {
      for (const [wrong, field] of [
        [{ ...dmhtAdmission(), hn: undefined }, 'hn'],
        [{ ...dmhtAdmission(), is_used_dm: 'Y' }, 'is_used_dm'],
        [{ ...dmhtAdmission(), visit_date_time: '20/11/2026' }, 'visit_date_time'],
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

  it('has judged a success of every operation in the spec', async () => {
    const well = oracle.judgements.filter(({ status, violation }) => status === 200 && violation === undefined)
    const kinds = new Set(well.map(({ method, path }) => `${method} ${path.split('/')[4]} ${path.split('/')[5]}`))
    for (const kind of ['dmht', 'epi', 'dt']) expect(kinds).toContain(`POST service-admissions ${kind}`)
    expect(kinds).toContain(`GET service-transactions ${transaction_uid}`)
  })
})
