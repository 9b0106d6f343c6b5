import { describe, expect, it } from 'vitest'
import { AgentHis } from '../testing/agent-calls.ts'
import { pathOf, type SeedRequest } from '../testing/seed-request.ts'
import { testWorld } from '../testing/world.ts'
import { agentSeedRequests } from './seed-requests.ts'

/** The services of the agent as the NHSO Authentication slides list them, in their words; the host and the port are the sandbox's. */
describe('What the slides print of the Secure SmartCard Agent', () => {
  const world = testWorld()
  const send = ({ method, url }: SeedRequest, { query = '', body }: { query?: string; body?: object } = {}) =>
    world.send(`${pathOf(url)}${query}`, { method, ...(body === undefined ? {} : { body }) })

  it('/api/smartcard/read: Api สำหรับการเรียกเพื่ออ่านบัตร', async () => {
    for (const query of ['', '?readImageFlag=false', '?readImageFlag=true'])
      expect((await send(agentSeedRequests.readCard, { query })).status, query).toBe(200)
  })

  it('/api/smartcard/read-card-only: Api สำหรับการเรียกเพื่ออ่านบัตรเท่านั้น กรณีที่เซิร์ฟเวอร์ไม่พร้อมใช้งาน', async () => {
    for (const query of ['', '?readImageFlag=true']) expect((await send(agentSeedRequests.readCardOnly, { query })).status, query).toBe(200)
  })

  it('/api/smartcard/probe/{pid}: in development and test zone only', async () => {
    expect((await send(agentSeedRequests.probeRight)).status).toBe(200)
    await new AgentHis(world).install({ zone: 'production' })
    expect((await send(agentSeedRequests.probeRight)).status).toBe(404)
  })

  it('/api/nhso-service/save-as-draft: no authen code yet, then /api/nhso-service/confirm-save: the authen code', async () => {
    const { pid, correlationId } = (await send(agentSeedRequests.readCard)).json
    const visit = { pid, claimType: 'PG0060001', mobile: '0800000001', correlationId }
    const draft = await send(agentSeedRequests.saveAsDraft, { body: visit })
    expect([draft.status, draft.json.claimCode]).toEqual([200, undefined])
    const confirmed = await send(agentSeedRequests.confirmSave, { body: visit })
    expect([confirmed.status, confirmed.json.claimCode]).toEqual([200, expect.stringMatching(/^PP\d{10}$/)])
  })

  it('/api/nhso-service/latest-authen-code/{pid} and /api/nhso-service/latest-5-authen-code-all-hospital/{pid}', async () => {
    const latest = await send(agentSeedRequests.getLatestAuthenCode)
    const five = await send(agentSeedRequests.listLatestAuthenCodes)
    expect(Object.keys(latest.json)).toEqual(['claimType', 'claimCode', 'hcode', 'claimDateTime', 'checkDate'])
    expect(five.json).toContainEqual(latest.json)
  })

  /** Response #1 as printed, without the fields that the slides' second sample alone has. */
  const printed = [
    ...['pid', 'titleName', 'fname', 'lname', 'nation', 'birthDate', 'sex', 'transDate', 'mainInscl', 'subInscl', 'age', 'checkDate'],
    ...['claimTypes', 'correlationId', 'hospMain', 'startDateTime'],
  ]

  it('Response #1, first sample (SSS): these fields and no other', async () => {
    await new AgentHis(world).exchange('social-security')
    expect(Object.keys((await send(agentSeedRequests.readCard)).json).sort()).toEqual([...printed].sort())
  })

  it('Response #1, second sample (UCS): the units of the universal coverage beside them', async () => {
    await new AgentHis(world).exchange('middle-name')
    const { json } = await send(agentSeedRequests.readCard)
    expect(Object.keys(json).sort()).toEqual([...printed, 'hospMainOp', 'hospSub', 'paidModel'].sort())
    expect(json.mainInscl).toBe('(UCS) สิทธิหลักประกันสุขภาพแห่งชาติ')
  })

  it('the services of the first sample, on the days of the screens: these four, in this order', async () => {
    await new AgentHis(world).exchange('social-security')
    await world.control('PUT', '/clock', { mode: 'frozen', now: '2022-10-03T14:31:00+07:00' })
    const { json } = await send(agentSeedRequests.readCard)
    expect(json.checkDate).toBe('2022-10-03T14:31:00')
    expect(json.claimTypes).toEqual([
      { claimType: 'PG0060001', claimTypeName: 'เข้ารับบริการรักษาทั่วไป (OPD/ IPD/ PP)' },
      { claimType: 'PG0110001', claimTypeName: 'Self Isolation' },
      { claimType: 'PG0120001', claimTypeName: 'UCEP PLUS (ผู้ป่วยกลุ่มอาการสีเหลืองและสีแดง)' },
      { claimType: 'PG0130001', claimTypeName: 'บริการฟอกเลือดด้วยเครื่องไตเทียม (HD)' },
    ])
  })
})
