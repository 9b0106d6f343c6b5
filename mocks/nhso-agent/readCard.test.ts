import { describe, expect, it } from 'vitest'
import { drawnFace } from '../../fixtures/cards/photo.ts'
import { AgentHis, agent, somchaiPid, somsriPid } from '../testing/agent-calls.ts'
import { onlyInProduction } from '../testing/nhso-calls.ts'
import { testWorld, today } from '../testing/world.ts'

describe('Reading a card', () => {
  const world = testWorld()
  const his = () => new AgentHis(world)

  it('gives the right of its holder as the slides print it, and a correlationId', async () => {
    await his().exchange('social-security')
    const { status, json } = await his().read()
    expect(status).toBe(200)
    const { claimTypes, correlationId, ...right } = json
    expect(right).toEqual({
      pid: somchaiPid,
      titleName: '003',
      fname: 'สมชาย',
      lname: 'ตัวอย่าง',
      nation: '099',
      birthDate: '25280702',
      sex: 'ชาย',
      transDate: '2018-02-01T17:30:04',
      mainInscl: '(SSS) สิทธิประกันสังคม',
      subInscl: '(S1) สิทธิเบิกกองทุนประกันสังคม (ผู้ประกันตน)',
      age: '41 ปี 4 เดือน 29 วัน',
      checkDate: `${today}T09:00:00`,
      hospMain: { hcode: '99999', hname: 'รพ.ทดสอบปลายทาง' },
      startDateTime: '2017-05-01T00:00:00',
    })
    expect(claimTypes[0]).toEqual({ claimType: 'PG0060001', claimTypeName: 'เข้ารับบริการรักษาทั่วไป (OPD/ IPD/ PP)' })
    expect(correlationId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(await world.findings()).toEqual([])
  })

  it('names the units and the model of the universal coverage', async () => {
    const { json } = await his().read()
    expect(json).toMatchObject({
      hospMain: { hcode: '99999' },
      hospMainOp: { hcode: '99999' },
      hospSub: { hcode: '00000', hname: 'รพ.ทดสอบระบบ' },
      paidModel: '1',
    })
  })

  it('opens another correlationId each time', async () => {
    const [first, second] = [await his().read(), await his().read()]
    expect(first.json.correlationId).not.toBe(second.json.correlationId)
  })

  it.each([
    ['', undefined],
    ['?readImageFlag=false', undefined],
    ['?readImageFlag=true', drawnFace],
  ])('reads the photo where it is asked for: %s', async (query, image) => {
    for (const path of ['read', 'read-card-only']) {
      const { json } = await his().get(`/smartcard/${path}${query}`)
      expect(json.image).toBe(image)
      expect(await world.findings()).toEqual([])
    }
  })

  it.each([
    ['True', drawnFace],
    ['False', undefined],
    ['TRUE', drawnFace],
  ])('takes %s as Python writes it, with a remark', async (flag, image) => {
    const { status, json } = await his().read(`?readImageFlag=${flag}`)
    expect([status, json.image]).toEqual([200, image])
    expect(await world.findings()).toMatchObject([{ rule: 'boolean-in-capitals', severity: 'warning', pointer: '/query/readImageFlag' }])
  })

  it.each(['1', 'yes', ''])('refuses the flag %j', async (flag) => {
    const { status, json } = await his().read(`?readImageFlag=${flag}`)
    expect(status).toBe(400)
    expect(json.errors).toMatchObject([{ code: 'typeMismatch', arguments: [{ code: 'readImageFlag' }] }])
  })

  it.each([
    ['unknown', 'unknown-pid'],
    ['deceased', 'deceased'],
    ['foreigner', 'not-thai'],
    ['wrong-check-digit', 'pid-check-digit'],
    ['production', 'unknown-pid'],
  ])('gives no right for the card "%s": %s', async (card, rule) => {
    await his().exchange(card)
    const { status, json } = await his().read()
    expect(status).toBe(400)
    expect(json.message).toMatch(/^เลขประจำตัวประชาชนของผู้รับบริการ/)
    expect(await world.findings()).toMatchObject([{ rule: `nhso-agent/${rule}` }])
    expect((await his().readCardOnly()).status, 'the card itself can be read').toBe(200)
  })

  it.each(['lifetime', 'birth-year-only', 'middle-name', 'long-address', 'expired', 'child'])(
    'gives the right for the card "%s"',
    async (card) => {
      await his().exchange(card)
      const [right, onCard] = [await his().read(), await his().readCardOnly()]
      expect([right.status, onCard.status]).toEqual([200, 200])
      expect(right.json).toMatchObject({ birthDate: onCard.json.birthDate, fname: onCard.json.fname, sex: onCard.json.sex })
    },
  )

  it('knows another population where it is installed for production', async () => {
    await his().install({ zone: 'production' })
    expect((await his().read()).status).toBe(400)
    await his().exchange('production')
    expect((await his().read()).json).toMatchObject({ fname: 'อรทัย', lname: 'จริงสมมุติ' })
  })
})

describe('Reading the card alone', () => {
  const world = testWorld()
  const his = () => new AgentHis(world)

  it('works while NHSO is not ready, and gives no right', async () => {
    await his().install({ nhso_reachable: false })
    const { status, json } = await his().readCardOnly()
    expect([status, json]).toEqual([
      200,
      { pid: somsriPid, titleName: 'นาง', fname: 'สมศรี', lname: 'ตัวอย่าง', birthDate: '25010314', sex: 'หญิง' },
    ])
    const right = await his().read()
    expect([right.status, right.json.message]).toEqual([500, 'ไม่พบข้อมูลจาก Server'])
  })

  it('is of no use for an authen code', async () => {
    const { json } = await his().readCardOnly()
    expect(json.correlationId).toBeUndefined()
  })
})

describe('Probing a citizen id', () => {
  const world = testWorld()
  const his = () => new AgentHis(world)

  it('gives what reading the card would, without card and reader', async () => {
    const { correlationId: _read, ...right } = (await his().read()).json
    await his().remove()
    await his().unplug()
    const { correlationId, ...probed } = (await his().get(`/smartcard/probe/${somsriPid}`)).json
    expect(probed).toEqual(right)
    expect((await his().confirm({ pid: somsriPid, correlationId })).status).toBe(200)
  })

  it('does not exist in production', async () => {
    await his().install({ zone: 'production' })
    const { status, json } = await his().get(`/smartcard/probe/${onlyInProduction}`)
    expect([status, json.error]).toEqual([404, 'Not Found'])
    expect(await world.rules()).toEqual(['nhso-agent/probe-in-production'])
  })

  it.each(['123', '19999000000130', 'abc'])('refuses %s for a citizen id', async (pid) => {
    const { status, json } = await his().get(`/smartcard/probe/${pid}`)
    expect(status).toBe(400)
    expect(json.errors).toMatchObject([{ arguments: [{ code: 'pid' }], defaultMessage: 'เลขประจำตัวประชาชนของผู้รับบริการผิดรูปแบบ' }])
  })
})

describe('What goes wrong is told in the form of Spring Boot', () => {
  const world = testWorld()
  const his = () => new AgentHis(world)
  const time = `${today}T09:00:00`

  it('no reader: 418', async () => {
    await his().unplug()
    for (const call of [his().read(), his().readCardOnly()]) {
      const { status, json } = await call
      expect(status).toBe(418)
      expect(json).toEqual({ timestamp: time, status: 418, error: "I'm a teapot", message: 'ไม่พบเครื่องอ่านบัตร' })
    }
  })

  it('no card, a mute one and a server out of reach: 500, told apart by the text alone', async () => {
    const texts = new Set<string>()
    await his().fault('mute')
    texts.add((await his().read()).json.message)
    await his().remove()
    const empty = await his().read()
    expect(empty.json).toEqual({
      timestamp: time,
      status: 500,
      error: 'Internal Server Error',
      message: 'ไม่พบบัตรในเครื่องอ่าน กรุณาเสียบบัตรประชาชน',
    })
    texts.add(empty.json.message)
    await world.control('DELETE', '/agent/readers/reader-1/fault')
    await his().insert('ordinary')
    await his().install({ nhso_reachable: false })
    texts.add((await his().read()).json.message)
    expect(texts.size).toBe(3)
    expect((await world.findings())[0]!.severity, 'no fault of the HIS').toBe('info')
  })

  it('a token that NHSO does not take: 500', async () => {
    await his().install({ token: 'stale' })
    const { status, json } = await his().read()
    expect([status, json.message]).toEqual([500, 'Invalid Token'])
    expect((await his().readCardOnly()).status).toBe(200)
    await his().install({ token: null })
    expect((await his().read()).status).toBe(200)
  })

  it('an unknown path: 404, and another method: 405', async () => {
    expect((await his().get('/smartcard/write')).json).toMatchObject({ status: 404, error: 'Not Found' })
    expect((await world.send(`${agent}/smartcard/read`, { method: 'POST' })).json).toMatchObject({
      status: 405,
      error: 'Method Not Allowed',
    })
  })
})
