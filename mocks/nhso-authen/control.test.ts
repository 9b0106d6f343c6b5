import { beforeEach, describe, expect, it } from 'vitest'
import { demoRightHolders } from '../../fixtures/worlds/demo/nhso-authen.ts'
import {
  cards,
  child,
  deceased,
  ermVisit,
  helper,
  jpeg,
  NhsoHis,
  newAuthenVisit,
  prachaUcs,
  putIn,
  withDocument,
} from '../testing/nhso-calls.ts'
import { dayAfter, somchai, somsri, stranger, testWorld, today } from '../testing/world.ts'
import { documents, reasons, relations } from './choices.ts'

const desk = '/nhso/test/new-authen/99999/visits'
const erm = '/nhso/test/erm/99999/visits'

describe('New Authen', () => {
  const world = testWorld()
  const save = (change: object = {}) => world.control('POST', desk, { ...newAuthenVisit, ...change })
  const refusal = async (change: object) => (await save(change)).json.error?.rule
  beforeEach(() => putIn(world, cards.ofPracha))

  it('gives a code by the smart card of the patient', async () => {
    const { status, json } = await save({ hn: '000123', other_phones: '021234567,0800000002', visit_date: today, visit_time: '18:51' })
    expect(status).toBe(201)
    expect(json).toEqual({
      visit_id: expect.any(Number),
      state: 'confirmed',
      pid: prachaUcs,
      service: 'PG0060001',
      service_name: 'เข้ารับบริการรักษาทั่วไป (OPD/ IPD/ PP)',
      hcode: '99999',
      hn: '000123',
      mobile: '0800000001',
      other_phones: '021234567,0800000002',
      visit_type: 'เข้ารับการรักษาทั่วไป',
      visit_date: today,
      visit_time: '18:51',
      created_at: `${today}T09:00:00`,
      confirmed_at: `${today}T09:00:00`,
      claim_code: expect.stringMatching(/^PP\d{10}$/),
      channel: 'new-authen',
      proof: 'smart-card',
      helper: null,
      photo: null,
    })
  })

  it('takes pid and a photo, of which digest and size are kept', async () => {
    const { json } = await save({ proof: 'photo-with-id-card', photo: jpeg })
    expect(json.photo).toEqual({ sha256: expect.stringMatching(/^[\da-f]{64}$/), bytes: 22 })
    expect((await world.control('GET', desk)).text).not.toContain(jpeg)
    for (const [photo, rule] of [
      [undefined, 'photo-missing'],
      ['aGVsbG8=', 'photo-not-jpeg'],
      [`data:image/jpeg;base64,${jpeg}`, 'photo-not-jpeg'],
    ])
      expect(await refusal({ service: 'PG0130001', proof: 'photo-with-id-card', photo })).toBe(rule)
  })

  it("takes a helper's smart card, with name and relation", async () => {
    await putIn(world, cards.ofHelper)
    const { json } = await save({ pid: child, proof: 'helper-smart-card', helper })
    expect(json).toMatchObject({ state: 'confirmed', helper })
    await putIn(world, 'child')
    expect(await refusal({ pid: child, proof: 'helper-smart-card', helper }), 'that of the patient is not meant').toBe(
      'smart-card-of-another',
    )
    expect(await refusal({ pid: child, proof: 'helper-smart-card', helper: { ...helper, pid: child } })).toBe('helper-is-patient')
    expect(await refusal({ pid: child, proof: 'helper-document', helper: { ...withDocument, pid: child }, photo: jpeg })).toBe(
      'helper-is-patient',
    )
    expect(await refusal({ proof: 'helper-smart-card' })).toBe('helper-missing')
    expect(await refusal({ proof: 'helper-smart-card', helper: { ...helper, pid: '1999900000014' } })).toBe('pid-check-digit')
    expect(await refusal({ proof: 'helper-smart-card', helper: { ...helper, relation: 'เพื่อน' } })).toBe('unknown-choice')
    expect(await refusal({ proof: 'helper-smart-card', helper: { ...helper, kind: 'เจ้าหน้าที่ผู้มีหน้าที่กักขัง ()' } }), "ERM's").toBe(
      'unknown-choice',
    )
  })

  it('takes another document of the helper, with kind, reason and photo', async () => {
    const { json } = await save({ pid: child, proof: 'helper-document', helper: withDocument, photo: jpeg })
    expect(json).toMatchObject({ helper: withDocument, photo: { bytes: 22 } })
    const { document, reason } = withDocument
    const refusals: [change: object, rule: string][] = [
      [{ helper, photo: jpeg }, 'document-missing'],
      [{ helper: { ...helper, document }, photo: jpeg }, 'document-missing'],
      [{ helper: { ...helper, reason }, photo: jpeg }, 'document-missing'],
      [{ helper: withDocument }, 'photo-missing'],
      [{ helper: { ...withDocument, document: 'บัตรห้องสมุด' }, photo: jpeg }, 'unknown-choice'],
      [{ helper: { ...withDocument, reason: 'ลืม' }, photo: jpeg }, 'unknown-choice'],
    ]
    for (const [change, rule] of refusals) expect(await refusal({ proof: 'helper-document', ...change }), rule).toBe(rule)
  })

  it('knows no QR code', async () => {
    expect(await refusal({ proof: 'scan-qr' })).toBe('way-not-in-channel')
  })

  it.each([{ mobile: '080-0000001' }, { mobile: '' }, { other_phones: '0800000001 0800000002' }, { mobile: '08000000011' }])(
    'takes phones as the form does, not %j',
    async (change) => {
      const { status, json } = await save(change)
      expect([status, json.error.rule]).toEqual([400, 'malformed'])
    },
  )

  it('wants the day of the service to be today', async () => {
    expect(await refusal({ visit_date: dayAfter(-1) })).toBe('visit-not-today')
    expect(await refusal({ visit_date: dayAfter(1) })).toBe('visit-not-today')
  })

  it('keeps a draft without a code, and confirms it on its day', async () => {
    const { json: draft } = await save({ confirm: false })
    expect(draft).toMatchObject({ state: 'draft', claim_code: null, confirmed_at: null })
    expect((await world.control('GET', `/nhso/test/history/${prachaUcs}`)).json).toEqual([])
    const confirm = (id: number) => world.control('POST', `${desk}/${id}/confirm`)
    const { json } = await confirm(draft.visit_id)
    expect(json).toMatchObject({ visit_id: draft.visit_id, state: 'confirmed', claim_code: expect.stringMatching(/^PP/) })
    expect((await confirm(draft.visit_id)).json.error.rule).toBe('not-a-draft')
    expect((await confirm(99)).json.error.rule).toBe('unknown-visit')

    const { json: second } = await save({ confirm: false })
    expect((await confirm(second.visit_id)).json.error.rule, 'the draft is no code, the code is').toBe('same-service-today')
    await world.advance({ days: 1 })
    expect((await confirm(second.visit_id)).json.error.rule).toBe('visit-not-today')
  })

  it('edits service data, the service of a draft alone', async () => {
    const { json: draft } = await save({ confirm: false })
    const edit = (id: number, change: object) => world.control('PATCH', `${desk}/${id}`, change)
    const change = { service: 'PG0130001', mobile: '0800000009', hn: '9', visit_time: '10:30', other_phones: null }
    expect((await edit(draft.visit_id, change)).json).toMatchObject({ ...change, service_name: 'บริการฟอกเลือดด้วยเครื่องไตเทียม (HD)' })
    expect((await edit(draft.visit_id, {})).json).toMatchObject(change)
    expect((await edit(draft.visit_id, { service: 'PG0000000' })).json.error.rule).toBe('claim-type-not-offered')
    expect((await edit(draft.visit_id, { visit_type: 'ยังไม่ได้เลือกบริการ' })).json.error.rule).toBe('unknown-choice')
    await world.control('POST', `${desk}/${draft.visit_id}/confirm`)
    expect((await edit(draft.visit_id, { hn: '10' })).json.hn).toBe('10')
    expect((await edit(draft.visit_id, { service: 'PG0060001' })).json.error.rule).toBe('not-a-draft')
  })

  it('deletes a confirmed record, whose service may then be chosen again', async () => {
    const { json } = await save()
    expect((await world.control('DELETE', `/nhso/test/new-authen/00000/visits/${json.visit_id}`)).json.error.rule).toBe('unknown-visit')
    expect((await world.control('DELETE', `${desk}/${json.visit_id}`)).status).toBe(204)
    expect((await (await NhsoHis.of(world)).status(prachaUcs, today)).json.statusAuthen).toBe(false)
    expect((await world.control('DELETE', `${desk}/${json.visit_id}`)).json.error.rule).toBe('not-confirmed')
    expect((await world.control('PATCH', `${desk}/${json.visit_id}`, { hn: '1' })).json.error.rule).toBe('unknown-visit')
    expect((await save()).status).toBe(201)
  })

  it('finds records by person, state and day, of the own facility', async () => {
    await save()
    await putIn(world, 'ordinary')
    await save({ pid: somsri, confirm: false })
    const found = async (query: string) =>
      (await world.control('GET', `${desk}?${query}`)).json.map(({ pid, state }: Record<string, string>) => [pid, state])
    expect(await found(`date=${today}`)).toEqual([
      [somsri, 'draft'],
      [prachaUcs, 'confirmed'],
    ])
    expect(await found('state=draft')).toEqual([[somsri, 'draft']])
    expect(await found(`pid=${prachaUcs}`)).toEqual([[prachaUcs, 'confirmed']])
    expect((await world.control('GET', `/nhso/production/new-authen/99999/visits`)).json, 'the zones are apart').toEqual([])
  })
})

describe('ERM, kiosk and LINE', () => {
  const world = testWorld()
  const saveInErm = (change: object = {}) => world.control('POST', erm, { ...ermVisit, ...change })
  beforeEach(() => putIn(world, cards.ofPracha))

  it('ERM has one field of phones, and no general treatment', async () => {
    const { json } = await saveInErm({ phones: '0800000001,0800000002' })
    expect(json).toMatchObject({ channel: 'erm', state: 'confirmed', mobile: '0800000001', other_phones: '0800000002' })
    expect((await saveInErm({ service: 'PG0060001' })).json.error.rule).toBe('claim-type-not-offered')
    expect((await saveInErm({ phones: '1234567890' })).json.error.rule).toBe('malformed')
    expect((await saveInErm({ proof: 'photo-with-id-card' })).json.error.rule).toBe('way-not-in-channel')
  })

  it("ERM's third kind of helper differs", async () => {
    await putIn(world, cards.ofHelper)
    const jailer = { ...helper, kind: 'เจ้าหน้าที่ผู้มีหน้าที่กักขัง ()', relation: 'เจ้าหน้าที่ผู้ดูแล' }
    expect((await saveInErm({ proof: 'helper-smart-card', helper: jailer })).json.helper).toEqual(jailer)
    const officer = { ...helper, kind: 'เจ้าหน้าที่ผู้บันทึกข้อมูล' }
    expect((await saveInErm({ proof: 'helper-smart-card', helper: officer })).json.error.rule).toBe('unknown-choice')
  })

  it('a kiosk reads a smart card, LINE scans a QR code, and neither does anything else', async () => {
    const visit = { pid: prachaUcs, mobile: '0800000001', service: 'PG0060001' }
    const kiosk = (change: object = {}) => world.control('POST', '/nhso/test/kiosk/99999/visits', { ...visit, ...change })
    const line = (change: object = {}) => world.control('POST', '/nhso/test/line/00000/visits', { ...visit, ...change })
    expect((await kiosk()).json).toMatchObject({ channel: 'kiosk-station', proof: 'smart-card' })
    expect((await line()).json).toMatchObject({ channel: 'line-qr', proof: 'scan-qr' })
    expect((await kiosk({ proof: 'photo-with-id-card' })).json.error.rule).toBe('way-not-in-channel')
    expect((await line({ proof: 'smart-card' })).json.error.rule).toBe('way-not-in-channel')
  })

  it('a kiosk has the card in its reader now, or says what the slides print', async () => {
    const kiosk = (hcode = '99999') =>
      world.control('POST', `/nhso/test/kiosk/${hcode}/visits`, { pid: prachaUcs, mobile: '0800000001', service: 'PG0060001' })
    const unreachable = {
      rule: 'smart-card-unreachable',
      th: 'ไม่สามารถเชื่อมต่อ Smart Card ได้ โปรดตรวจสอบ Agent ของท่านว่าทำงานอยู่หรือไม่',
    }
    const error = async (hcode?: string) => (await kiosk(hcode)).json.error
    expect(await error('00000'), 'the agent is at 99999').toMatchObject(unreachable)
    await world.control('PUT', '/agent/readers/reader-1/fault', { kind: 'mute' })
    expect(await error()).toMatchObject(unreachable)
    await world.control('DELETE', '/agent/readers/reader-1/fault')
    await world.control('POST', '/agent/readers/reader-1/remove')
    expect(await error()).toMatchObject(unreachable)
    await putIn(world, cards.ofPracha)
    await world.control('POST', '/agent/readers/reader-1/disconnect')
    expect(await error()).toMatchObject(unreachable)
    await world.control('POST', '/agent/readers/reader-1/connect')
    await putIn(world, 'child')
    expect(await error()).toMatchObject({ rule: 'smart-card-of-another' })
    await putIn(world, cards.ofPracha)
    expect((await kiosk()).status).toBe(201)
  })

  it('all channels reach the same state', async () => {
    const { json } = await saveInErm()
    const refused = await world.control('POST', desk, { ...newAuthenVisit, service: 'PG0150001' })
    expect([refused.status, refused.json.error.rule]).toEqual([409, 'same-service-today'])
    const his = await NhsoHis.of(world)
    expect((await his.authenCode({ serviceCode: 'PG0150001' })).json).toEqual({ dataError: 'ไม่สามารถเลือกบริการซ้ำใน 1 วัน' })
    expect((await his.status(prachaUcs, today)).json.serviceHistories).toMatchObject([{ claimCode: json.claim_code, sourceChannel: 'ERM' }])
    expect((await world.control('GET', `/nhso/test/history/${prachaUcs}`)).json).toEqual([
      {
        number: 1,
        authen_code: json.claim_code,
        type: 'PP',
        service: 'บริการดูแลอาการเจ็บป่วยเบื้องต้น (Common illnesses)',
        visit_date: '1 ธันวาคม 2569',
        hcode: '99999',
        hname: 'รพ.ทดสอบปลายทาง',
        province_code: '10',
        asked_at: '1 ธันวาคม 2569',
      },
    ])
  })
})

describe('Rights and lists on the web', () => {
  const world = testWorld()

  it('shows the panel of a person by pid and by smart card', async () => {
    const { json } = await world.control('GET', `/nhso/test/rights/by-pid/${prachaUcs}`)
    expect(json).toMatchObject({
      pid: prachaUcs,
      name: 'ประชา ทดสอบ',
      birth_month: 'กุมภาพันธ์ 2533',
      sex: 'ชาย',
      age: '36 ปี 9 เดือน 3 วัน',
      main_right: '(UCS) สิทธิหลักประกันสุขภาพแห่งชาติ',
      sub_right: '(89) ช่วงอายุ 12-59 ปี',
      primary_unit: { hcode: '00000' },
      referral_unit: { hcode: '99999' },
      model: '5',
      regular_unit: { hcode: '99999' },
      deceased: false,
    })
    const bySmartCard = () => world.control('GET', `/nhso/test/rights/by-smart-card/${prachaUcs}`)
    expect((await bySmartCard()).json.error.rule).toBe('smart-card-of-another')
    await world.control('POST', '/agent/readers/reader-1/remove')
    expect((await bySmartCard()).json.error.rule).toBe('smart-card-unreachable')
    await putIn(world, cards.ofPracha)
    expect((await bySmartCard()).json).toEqual(json)
    expect((await world.control('GET', `/nhso/test/rights/by-pid/${deceased}`)).json.deceased).toBe(true)
    expect((await world.control('GET', `/nhso/test/rights/by-pid/${stranger()}`)).json.error.rule).toBe('unknown-pid')
  })

  it('finds people by the beginning of their names', async () => {
    const names = async (query: object) =>
      (await world.control('GET', `/nhso/test/rights/by-name?${new URLSearchParams({ ...query })}`)).json.map(
        ({ name }: { name: string }) => name,
      )
    expect(await names({ last_name: 'ตัวอย่าง' })).toEqual(['สมศรี ตัวอย่าง', 'สมชาย ตัวอย่าง'])
    expect(await names({ first_name: 'สม', last_name: 'ตัว' })).toHaveLength(2)
    expect(await names({ first_name: '%' })).toEqual([])
  })

  it('keeps the history of registration, newest first', async () => {
    const change = {
      first_name: 'สมชาย',
      last_name: 'ตัวอย่าง',
      birth_date: '1985-07-02',
      sex: 1,
      main_right: 'UCS',
      sub_right: '89',
      paid_model: '1',
    }
    const put = () => world.control('PUT', `/nhso/test/right-holders/${somchai}`, { ...change, right_starts_at: '2026-12-01T00:00:00' })
    expect((await put()).json).toMatchObject({ main_right: 'UCS', deceased: false, changed_at: `${today}T09:00:00` })
    await put()
    const { json } = await world.control('GET', `/nhso/test/registrations/${somchai}`)
    expect(json.map(({ main_right }: { main_right: string }) => main_right)).toEqual(['UCS', 'SSS'])
    expect((await (await NhsoHis.of(world)).realPerson(somchai)).json.mainInsclCode).toBe('UCS')
  })

  it('lists what the screens have, word for word', async () => {
    const { json } = await world.control('GET', '/nhso/choices')
    expect(json).toMatchObject({ relations, documents, reasons })
    expect([relations.length, documents.length, reasons.length]).toEqual([19, 8, 14])
    const [newAuthen, inErm, kiosk, line] = json.channels
    expect(newAuthen.menus).toContain('ค้นหา/ลบรายการที่ยืนยันแล้ว')
    expect(inErm.services).toEqual(['PG0150001', 'PG0110001', 'PG0120001', 'PG0130001'])
    expect([kiosk.ways, line.ways]).toEqual([['smart-card'], ['scan-qr']])
  })

  it('reports registrations and codes', async () => {
    await putIn(world, cards.ofPracha)
    await world.control('POST', desk, newAuthenVisit)
    const { json: people } = await world.control('GET', '/nhso/test/reports/registrations')
    const alive = demoRightHolders.filter(({ zone, deceased: dead }) => zone === 'test' && dead !== 1)
    expect(people.reduce((sum: number, row: { people: number }) => sum + row.people, 0)).toBe(alive.length)
    expect(people).toContainEqual({ main_right: 'SSS', main_right_name: 'สิทธิประกันสังคม', hosp_main: '99999', people: 2 })
    const report = (query: string) => world.control('GET', `/nhso/test/reports/authen-codes?${query}`)
    const { json: codes } = await report(`from=${dayAfter(-1)}&until=${today}`)
    expect(codes.map((row: Record<string, unknown>) => [row.date, row.channel, row.codes])).toEqual([
      [dayAfter(-1), 'endpoint', 1],
      [dayAfter(-1), 'kiosk-station', 1],
      [today, 'new-authen', 1],
    ])
    expect((await report(`from=${dayAfter(-60)}&until=${today}&hcode=00000`)).json).toMatchObject([
      { service: 'PG0130001', channel: 'erm' },
    ])
  })
})

describe('What NHSO sets up', () => {
  const world = testWorld()

  it('has a dozen people in each zone, none in both, and in the test zone the holders of the odd cards', async () => {
    const pids = async (zone: string) =>
      (await world.control('GET', `/nhso/${zone}/right-holders`)).json.map(({ pid }: { pid: string }) => pid)
    const [test, production] = [await pids('test'), await pids('production')]
    expect([test.length, production.length]).toEqual([19, 12])
    expect(test.filter((pid: string) => production.includes(pid))).toEqual([])
  })

  it('adds a person, who may be born on an unknown day, and lets one die', async () => {
    const body = { first_name: 'ใหม่', last_name: 'ทดลอง', birth_date: '1950-00-00', sex: 2, main_right: 'WEL', sub_right: '77' }
    const path = `/nhso/test/right-holders/${stranger()}`
    expect((await world.control('PUT', path, body)).json).toMatchObject({ ...body, title_code: '003', nation: '099', hosp_main: null })
    expect((await world.control('GET', path)).json).toMatchObject(body)
    expect((await world.control('POST', `${path}/decease`)).json.deceased).toBe(true)
    expect((await (await NhsoHis.of(world)).authenCode({ pid: stranger() })).json.dataError).toContain('เสียชีวิตแล้ว')
    expect((await world.control('PUT', path, { ...body, main_right: 'XXX' })).json.error.rule).toBe('unknown-right')
    expect((await world.control('PUT', path, { ...body, sub_right: '89' })).json.error.rule).toBe('unknown-right')
    expect((await world.control('PUT', '/nhso/test/right-holders/1999900000014', body)).json.error.rule).toBe('pid-check-digit')
    expect((await world.control('PUT', path, { ...body, birth_date: '2493-01-01' })).status, 'a Buddhist year').toBe(400)
  })

  it('registers facilities of the population', async () => {
    expect((await world.control('GET', '/nhso/test/facilities')).json.map(({ hcode }: { hcode: string }) => hcode)).toEqual([
      '00000',
      '99990',
      '99999',
    ])
    const { json } = await world.control('PUT', '/nhso/test/facilities/99998')
    expect(json).toEqual({ hcode: '99998', hname: 'สสจ.ทดสอบ', province_code: '13', token_issued_at: null })
    expect((await world.control('PUT', '/nhso/test/facilities/99998')).json).toEqual(json)
    expect((await world.control('PUT', '/nhso/test/facilities/99995')).json.error.rule).toBe('no-such-facility')
  })

  it('issues, renews and revokes tokens, each zone its own', async () => {
    const path = '/nhso/test/tokens/99999'
    const old = await NhsoHis.of(world)
    const { status, json } = await world.control('POST', path)
    expect([status, json.zone, json.hcode, json.issued_at]).toEqual([201, 'test', '99999', `${today}T09:00:00`])
    expect((await old.realPerson(somsri)).json).toEqual({ dataError: 'Invalid Token' })
    const renewed = await NhsoHis.of(world)
    expect(renewed.token).toBe(json.token)
    expect((await renewed.realPerson(somsri)).status).toBe(200)
    expect((await world.control('DELETE', path)).status).toBe(204)
    expect((await renewed.realPerson(somsri)).status).toBe(401)
    expect((await world.control('GET', path)).json.error.rule).toBe('no-token')
    expect((await world.control('GET', '/nhso/test/tokens/99998')).json.error.rule).toBe('unknown-hcode')
    expect((await world.control('POST', path)).json.token, 'never the same again').not.toBe(json.token)
  })
})
