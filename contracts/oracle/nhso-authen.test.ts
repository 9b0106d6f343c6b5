import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { deceased, foreigner } from '../../mocks/testing/nhso-calls.ts'
import { createMophClient, type MophClient, RefusedError } from '../../src/doors/client/index.ts'
import { nhsoAuthenExamples } from './examples/nhso-authen.ts'
import { type Oracle, startOracle } from './oracle.ts'
import { describeOracle, oracleNow } from './suite.ts'

const credentials = { user: 'nobody', password: 'none', secretKey: 'none', hospitalCode: '99999' }
const clientAt = (base: string, token: string) =>
  createMophClient({
    baseUrls: { 'moph-account': base, 'moph-appointment': base, 'nhso-authen': base },
    credentials,
    nhso: { token },
  })

/** The token is that of the suite's workspace, which `before` learns. */
let token = ''

describeOracle('NHSO online services', {
  specs: ['nhso-authen'],
  realBase: 'test.nhso.go.th',
  clientOf: ({ oracle }) => clientAt(oracle, token),
  examples: nhsoAuthenExamples,
  async before({ control }) {
    token = (await control('GET', '/nhso/test/tokens/99999')).token
  },
})

describe('Prism, before what NHSO refuses and what it is sent', () => {
  let sandbox: TestSandbox
  let oracle: Oracle
  let nhso: MophClient['nhsoAuthen']
  let from = 0
  const lastJudged = () => oracle.judgements.at(-1)!

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    oracle = await startOracle({ specs: ['nhso-authen'], target: `${sandbox.url}/test.nhso.go.th` })
  })
  beforeEach(async () => {
    await sandbox.control('POST', '/reset')
    await sandbox.control('PUT', '/clock', { mode: 'frozen', now: oracleNow })
    token = (await sandbox.control('GET', '/nhso/test/tokens/99999')).json.token
    nhso = clientAt(oracle.url, token).nhsoAuthen
    from = oracle.judgements.length
  })
  afterAll(async () => {
    await oracle?.close()
    await sandbox?.close()
  })

  describe('has nothing against', () => {
    afterEach(() => {
      const judged = oracle.judgements.slice(from)
      expect(judged).not.toEqual([])
      expect(judged.filter(({ violation }) => violation !== undefined)).toEqual([])
    })

    it('the right of everybody who has one', async () => {
      const { json } = await sandbox.control('GET', '/nhso/test/right-holders')
      const holders = (json as { pid: string }[]).filter(({ pid }) => pid !== deceased && pid !== foreigner)
      for (const { pid } of holders) expect((await nhso.getRealPerson({ SOURCE_ID: 'x', PID: pid })).pid).toBe(pid)
    })

    it('a day without codes, and the refusals of a person', async () => {
      expect((await nhso.checkAuthenStatus({ personalId: '1999900000013', serviceDate: '2026-11-24' })).statusAuthen).toBe(false)
      for (const PID of [deceased, foreigner, '1999900000048', '1'])
        await expect(nhso.getRealPerson({ SOURCE_ID: 'x', PID })).rejects.toBeInstanceOf(RefusedError)
    })

    it('a second code of the same service, and a token that is not accepted', async () => {
      await nhsoAuthenExamples.requestAuthenCode({ nhsoAuthen: nhso } as MophClient)
      await expect(nhsoAuthenExamples.requestAuthenCode({ nhsoAuthen: nhso } as MophClient)).rejects.toThrow('ไม่สามารถเลือกบริการซ้ำใน 1 วัน')
      await expect(clientAt(oracle.url, 'wrong').nhsoAuthen.getRealPerson({ SOURCE_ID: 'x', PID: '1999900000013' })).rejects.toThrow(
        'Invalid Token',
      )
    })
  })

  it.each([
    ['a facility code that is a number', '/nhsoendpoint/api/AuthenCode', { hcode: 99999 }, 'hcode'],
    ['an authen code without facility', '/nhsoendpoint/api/AuthenCode', { pid: '1999900000013' }, 'hcode'],
    ['a closed visit of nobody', '/nhsoendpoint/api/nhso-claim-detail', { hcode: '99999' }, 'pid'],
  ])('objects to %s, and does not send it on', async (_what, path, body, field) => {
    await sandbox.control('DELETE', '/journal')
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const { status } = await fetch(`${oracle.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(status).toBe(422)
    expect(lastJudged().violation).toContain(field)
    expect((await sandbox.control('GET', '/journal')).json).toEqual([])
  })
})
