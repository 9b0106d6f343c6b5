import { beforeEach, describe, expect, it } from 'vitest'
import { magicCitizenId } from '../../fixtures/worlds/magicFaults.ts'
import { admissions, financeToken, sendAdmission, testHost } from '../testing/claim-calls.ts'
import { testWorld } from '../testing/world.ts'

describe('service-admissions/dmht', () => {
  const world = testWorld()
  let authorization: string
  beforeEach(async () => {
    authorization = await financeToken(world)
  })
  const send = (change: object = {}, host?: string) => sendAdmission(world, 'sendDmhtAdmission', authorization, change, host)

  it('takes a visit as public clients send it, without a remark, and answers with the number of the transaction', async () => {
    const reply = await send()
    expect(reply.status).toBe(200)
    expect(reply.headers['content-type']).toMatch(/^application\/json/)
    expect(reply.json).toEqual({
      status: 200,
      message: 'success',
      message_th: 'สำเร็จ',
      data: { transaction_uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) },
    })
    expect(await world.findings()).toEqual([])
  })

  it('keeps what was sent, by whom, and for which zone', async () => {
    const { json } = await send({}, testHost)
    const { json: claim } = await world.control('GET', `/claims/${json.data.transaction_uid}`)
    expect(claim).toMatchObject({
      zone: 'test',
      service: 'dmht',
      hcode: '99999',
      seq: '691201-0001',
      pid: '1999900000013',
      state: 'received',
      sent_by: 'moph-test',
      received_at: '2026-12-01T09:00:00',
      checked_at: null,
      decided_at: null,
      body: admissions.sendDmhtAdmission.body,
    })
  })

  it.each(['2026-11-20T09:30:00.000Z', '2026-11-20 09:30:00'])('takes the visit date %s: both forms are in the field', async (at) => {
    expect((await send({ visit_date_time: at })).status).toBe(200)
    expect(await world.findings()).toEqual([])
  })

  it.each([
    ['without what public clients send but nobody calls required', { title: undefined, occupa: undefined, claim_services: undefined }],
    ['without a diagnosis: that is looked at later', { diagnosis: [] }],
    ['with a laboratory result that is a number', { claim_services: [{ code: '32401', lab_result: 6.8 }] }],
  ])('takes a visit %s', async (_what, change) => {
    expect((await send(change)).status).toBe(200)
    expect(await world.findings()).toEqual([])
  })

  it.each([
    ['another kind of id than 1', { id_type: '2' }, 'schema/const', '/body/id_type'],
    ['a wrong check digit', { pid: '1999900000014' }, 'schema/format', '/body/pid'],
    ['an unknown field', { vn: '1' }, 'unknown-property', '/body/vn'],
  ])('takes with a remark: %s', async (_what, change, rule, pointer) => {
    expect((await send(change)).status).toBe(200)
    expect(await world.findings()).toEqual([expect.objectContaining({ rule, pointer, severity: 'warning' })])
  })

  it.each([
    ['a Buddhist year in the visit date', { visit_date_time: '2569-11-20 09:30:00' }, 'schema/calendar', '/body/visit_date_time'],
    ['a Buddhist year in the date of birth', { dob: '2501-03-14' }, 'schema/calendar', '/body/dob'],
    [
      'a Buddhist year in the date of a diagnosis',
      { diagnosis: [{ icd10: 'I10', dx_date_time: '2569-11-20' }] },
      'schema/calendar',
      '/body/diagnosis/0/dx_date_time',
    ],
    ['a visit date without a time', { visit_date_time: '2026-11-20' }, 'schema/pattern', '/body/visit_date_time'],
    ['a visit date in Thai order', { visit_date_time: '20/11/2026 09:30:00' }, 'schema/pattern', '/body/visit_date_time'],
    ['no visit date', { visit_date_time: undefined }, 'schema/required', '/body/visit_date_time'],
    ['null from a LEFT JOIN', { occupa: null }, 'schema/type', '/body/occupa'],
    ['null in place of the diagnoses', { diagnosis: null }, 'schema/type', '/body/diagnosis'],
    ['a number where digits are meant', { is_used_dm: 1 }, 'schema/type', '/body/is_used_dm'],
    ['a number for the visit', { seq: 6912010001 }, 'schema/type', '/body/seq'],
    ['a number for the citizen id', { pid: 1999900000013 }, 'schema/type', '/body/pid'],
    ['Y where 1 is seen', { is_used_ht: 'Y' }, 'schema/enum', '/body/is_used_ht'],
    ['an id of 12 digits', { pid: '199990000001' }, 'schema/pattern', '/body/pid'],
    ['no hn', { hn: undefined }, 'schema/required', '/body/hn'],
    ['no id_type', { id_type: undefined }, 'schema/required', '/body/id_type'],
    ['a diagnosis without its code', { diagnosis: [{ dx_type: '1' }] }, 'schema/required', '/body/diagnosis/0/icd10'],
  ])('takes %s with a warning, since nobody knows that it is refused, and comes to a decision', async (_what, change, rule, pointer) => {
    const reply = await send(change)
    expect(reply.status).toBe(200)
    const findings = await world.findings()
    expect(findings).toContainEqual(expect.objectContaining({ rule, pointer }))
    expect(findings.filter(({ severity }) => severity !== 'warning')).toEqual([])
    await world.control('POST', '/clock/advance', { minutes: 11 })
    const { json } = await world.control('GET', `/claims/${reply.json.data.transaction_uid}`)
    expect(json.state).toMatch(/^(accepted|returned)$/)
  })

  it.each([
    ['no seq', { seq: undefined }, 'schema/required', '/body/seq', 'assumed'],
    ['a seq of 501 characters', { seq: '1'.repeat(501) }, 'schema/maxLength', '/body/seq', 'assumed'],
    ['no facility', { hcode: undefined }, 'schema/required', '/body/hcode', 'assumed'],
    ['an object where a text is seen', { fname: {} }, 'schema/type', '/body/fname', 'observed'],
  ])('refuses %s, which it cannot hold, and says on whose word', async (_what, change, rule, pointer, level) => {
    const reply = await send(change)
    expect(reply.status).toBe(400)
    expect(reply.json).toMatchObject({ status: 400, message: expect.any(String), message_th: expect.any(String), data: null })
    expect(await world.findings()).toContainEqual(
      expect.objectContaining({ rule, pointer, provenance: expect.objectContaining({ level }) }),
    )
    expect((await world.control('GET', '/claims?seq=691201-0001')).json).toEqual([])
  })

  describe('seq, the number of the visit', () => {
    it('is taken once in a facility, whatever the service', async () => {
      await send()
      for (const id of ['sendDmhtAdmission', 'sendDtAdmission'] as const) {
        const reply = await sendAdmission(world, id, authorization, { seq: '691201-0001' })
        expect(reply.json).toEqual({
          status: 409,
          message: 'The facility has sent a claim with this seq already',
          message_th: 'หน่วยบริการนี้ส่ง seq นี้แล้ว',
          data: null,
        })
        expect(await world.findings()).toEqual([
          expect.objectContaining({ rule: 'moph-claim/duplicate-seq', pointer: '/body/seq', severity: 'info' }),
        ])
      }
      expect((await world.control('GET', '/claims?seq=691201-0001')).json).toHaveLength(1)
    })

    it('may come from another facility, and in the other zone', async () => {
      await send()
      const other = await financeToken(world, 'moph-test-00000', '00000')
      expect((await sendAdmission(world, 'sendDmhtAdmission', other, { hcode: '00000' })).status).toBe(200)
      expect((await send({}, testHost)).status).toBe(200)
    })

    it('may be sent again once the claim has been returned', async () => {
      const { json: first } = await send()
      await world.control('POST', `/claims/${first.data.transaction_uid}/return`, { reasons: ['เอกสารไม่ครบ'] })
      const { status, json: second } = await send()
      expect(status).toBe(200)
      expect(second.data.transaction_uid).not.toBe(first.data.transaction_uid)
    })

    it('is taken by one of several calls at the same moment', async () => {
      const replies = await Promise.all(Array.from({ length: 8 }, () => send()))
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409])
    })
  })

  it('refuses another facility than that of the account, unless its role is of a wider level', async () => {
    expect((await send({ hcode: '00000' })).status).toBe(403)
    expect(await world.findings()).toContainEqual(
      expect.objectContaining({ rule: 'moph-claim/hcode-of-another-facility', pointer: '/body/hcode', seen: '"00000"' }),
    )
    await world.control('PATCH', '/accounts/fdh/moph-test', { roles: [{ code: 'MOPH_CLAIM_API', level: 2 }] })
    authorization = await financeToken(world)
    expect((await send({ hcode: '00000' })).status).toBe(200)
  })

  it('wants a token of MOPH Finance Account Center', async () => {
    const { text } = await world.logIn()
    const reply = await sendAdmission(world, 'sendDmhtAdmission', `Bearer ${text}`)
    expect(reply.json).toMatchObject({ status: 401, data: null })
    expect(await world.rules()).toEqual(['moph-claim/token-of-another-issuer'])
  })

  it('takes a token that was got in the test zone: both zones have the same accounts here', async () => {
    const body = { username: 'moph-test', password: 'Password-1' }
    const { text } = await world.send('/uat-fdh.inet.co.th/token?Action=get_moph_access_token', { method: 'POST', body })
    expect((await sendAdmission(world, 'sendDmhtAdmission', `Bearer ${text}`, {}, testHost)).status).toBe(200)
  })

  it('lets the citizen id of the patient choose a fault (docs/magic-data.md)', async () => {
    expect((await send({ pid: magicCitizenId(503) })).status).toBe(503)
  })

  it('gives the same number in the same order of calls', async () => {
    const { json: first } = await send()
    await world.control('POST', '/reset')
    authorization = await financeToken(world)
    expect((await send()).json).toEqual(first)
  })
})
