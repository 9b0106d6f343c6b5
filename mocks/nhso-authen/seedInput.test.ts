import { describe, expect, it } from 'vitest'
import { cards, ermVisit, newAuthenVisit, prachaUcs, putIn, withDocument } from '../testing/nhso-calls.ts'
import { testWorld } from '../testing/world.ts'

/** What the screens in the NHSO Authentication slides show, typed in (people and facilities replaced by synthetic ones). */
describe('The screens of the NHSO Authentication slides', () => {
  const world = testWorld()
  /** Thai local time on a day of the slides. */
  const at = (local: string) => world.control('PUT', '/clock', { mode: 'frozen', now: new Date(`${local}+07:00`).toISOString() })
  const servicesOn = async (channel: string): Promise<string[]> => {
    const { json } = await world.control('GET', '/nhso/choices')
    const { services } = json.channels.find((one: { channel: string }) => one.channel === channel)
    const names = new Map(json.services.map(({ code, name }: { code: string; name: string }) => [code, name]))
    return services.map((code: string) => names.get(code))
  }
  const common = 'บริการดูแลอาการเจ็บป่วยเบื้องต้น (Common illnesses)'
  const others = ['Self Isolation', 'UCEP PLUS (ผู้ป่วยกลุ่มอาการสีเหลืองและสีแดง)', 'บริการฟอกเลือดด้วยเครื่องไตเทียม (HD)']

  it('New Authen on 03/10/2565 lists four services, without HI and CI', async () => {
    await at('2022-10-03T14:31:00')
    expect(await servicesOn('new-authen')).toEqual(['เข้ารับบริการรักษาทั่วไป (OPD/ IPD/ PP)', ...others])
  })

  it('New Authen on 17/10/2565 has common illnesses in second place', async () => {
    await at('2022-10-17T18:51:00')
    expect(await servicesOn('new-authen')).toEqual(['เข้ารับบริการรักษาทั่วไป (OPD/ IPD/ PP)', common, ...others])
  })

  it('ERM then has four, and no general treatment', async () => {
    await at('2022-10-17T18:51:00')
    expect((await servicesOn('erm')).toSorted()).toEqual([...others, common].toSorted())
  })

  it('on behalf of the patient: 17/10/2565 at 18:51, general treatment, confirmed', async () => {
    await at('2022-10-17T18:51:00')
    const { document: _document, reason: _reason, ...helper } = withDocument
    const body = {
      ...newAuthenVisit,
      proof: 'helper-smart-card',
      helper,
      visit_date: '2022-10-17',
      visit_time: '18:51',
      visit_type: 'เข้ารับการรักษาทั่วไป',
    }
    const { status, json } = await world.control('POST', '/nhso/test/new-authen/99999/visits', body)
    expect([status, json.visit_date, json.visit_time]).toEqual([201, '2022-10-17', '18:51'])
  })

  it("ERM's history: one person, one service, one day, two hospitals, consecutive codes", async () => {
    await at('2022-03-18T09:00:00')
    const somebody = { pid: '5999900003015', thai_name: { title: 'นาย', first: 'ใคร', last: 'สมมุติ' }, birth_date: '25330228', sex: 1 }
    await world.control('PUT', '/agent/cards/somebody', somebody)
    await putIn(world, 'somebody')
    for (const hcode of ['00000', '99999']) {
      await world.control('PATCH', '/agent/preference', { hcode })
      const { status } = await world.control('POST', `/nhso/production/erm/${hcode}/visits`, {
        ...ermVisit,
        pid: '5999900003015',
        service: 'PG0110001',
      })
      expect(status).toBe(201)
    }
    const { json } = await world.control('GET', '/nhso/production/history/5999900003015')
    expect(json.map(({ hname: _name, province_code: _province, ...row }: Record<string, unknown>) => row)).toEqual([
      {
        number: 1,
        authen_code: 'PP1000002438',
        type: 'PP',
        service: 'Self Isolation',
        visit_date: '18 มีนาคม 2565',
        hcode: '99999',
        asked_at: '18 มีนาคม 2565',
      },
      {
        number: 2,
        authen_code: 'PP1000002437',
        type: 'PP',
        service: 'Self Isolation',
        visit_date: '18 มีนาคม 2565',
        hcode: '00000',
        asked_at: '18 มีนาคม 2565',
      },
    ])
  })

  it('HI and CI were there until 30 September 2565', async () => {
    await at('2022-09-30T23:59:00')
    expect(await servicesOn('erm')).toEqual(expect.arrayContaining(['Home Isolation (HI)', 'Community Isolation (CI)']))
    const save = (service: string) => world.control('POST', '/nhso/test/erm/99999/visits', { ...ermVisit, pid: prachaUcs, service })
    await putIn(world, cards.ofPracha)
    expect((await save('PG9990001')).status).toBe(201)
    await at('2022-10-01T00:00:00')
    expect((await save('PG9990002')).json.error.rule).toBe('claim-type-not-offered')
  })
})
