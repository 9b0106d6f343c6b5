import { describe, expect, it } from 'vitest'
import { deceased, foreigner, hosts, NhsoHis, onlyInProduction, prachaUcs } from '../testing/nhso-calls.ts'
import { stranger, testWorld, today } from '../testing/world.ts'

describe('Asking NHSO for an authen code', () => {
  const world = testWorld()

  const refused = async (change: Record<string, unknown>, rule: string, pointer: string, text: string) => {
    const his = await NhsoHis.of(world)
    const { status, json } = await his.authenCode(change)
    expect([status, json]).toEqual([400, { dataError: text }])
    expect(await world.findings()).toMatchObject([{ rule: `nhso-authen/${rule}`, pointer }])
  }

  it('gives a code that is counted nationally, whichever facility asks', async () => {
    const [his, other] = [await NhsoHis.of(world), await NhsoHis.of(world, 'test', '00000')]
    const first = (await his.authenCode()).json.authenCode
    expect(first).toMatch(/^PP\d{10}$/)
    const second = (await other.authenCode({ hcode: '00000' })).json.authenCode
    expect(Number(second.slice(2))).toBe(Number(first.slice(2)) + 1)
    expect(await world.findings()).toEqual([])
  })

  it('shows it in the status of the day, with service and facility', async () => {
    const his = await NhsoHis.of(world)
    const { authenCode } = (await his.authenCode()).json
    const { json } = await his.status(prachaUcs, today)
    expect(json).toMatchObject({ statusAuthen: true, firstName: 'ประชา', mainInscl: { id: 'UCS', name: 'สิทธิหลักประกันสุขภาพแห่งชาติ' } })
    expect(json.serviceHistories).toEqual([
      {
        hospital: { hcode: '99999', hname: 'รพ.ทดสอบปลายทาง' },
        serviceDateTime: `${today}T09:00:00`,
        claimCode: authenCode,
        service: { code: 'PG0060001', name: 'เข้ารับบริการรักษาทั่วไป (OPD/ IPD/ PP)' },
        sourceChannel: 'API',
      },
    ])
  })

  it('gives one code for a service, a facility and a Thai day', async () => {
    const his = await NhsoHis.of(world)
    const { authenCode } = (await his.authenCode()).json
    await refused({}, 'same-service-today', '/body/serviceCode', 'ไม่สามารถเลือกบริการซ้ำใน 1 วัน')
    expect((await his.authenCode({ serviceCode: 'PG0150001' })).status, 'another service').toBe(200)
    await world.advance({ hours: 14, minutes: 59 })
    expect((await his.authenCode()).status, 'one minute to midnight in Bangkok').toBe(400)
    await world.advance({ minutes: 1 })
    const { json } = await his.authenCode()
    expect(Number(json.authenCode.slice(2)), 'refused calls used no number up').toBe(Number(authenCode.slice(2)) + 2)
  })

  it.each([
    ['nothing', { pid: undefined }, 'pid-missing', 'กรุณาระบุ pid'],
    ['an empty text', { pid: '' }, 'pid-missing', 'กรุณาระบุ pid'],
    ['twelve digits', { pid: '199990000001' }, 'pid-check-digit', 'เลขประจำตัวประชาชนของผู้รับบริการผิดรูปแบบ'],
    ['a wrong check digit', { pid: '1999900000014' }, 'pid-check-digit', 'เลขประจำตัวประชาชนของผู้รับบริการผิดรูปแบบ'],
    ['a stranger', { pid: stranger() }, 'unknown-pid', 'เลขประจำตัวประชาชนของผู้รับบริการ ใช้ไม่ได้ หรือไม่มี'],
    ['a person of the other zone', { pid: onlyInProduction }, 'unknown-pid', 'เลขประจำตัวประชาชนของผู้รับบริการ ใช้ไม่ได้ หรือไม่มี'],
    ['somebody who has died', { pid: deceased }, 'deceased', 'เลขประจำตัวประชาชนของผู้รับบริการ มีสถานะเสียชีวิตแล้ว'],
    ['a foreigner', { pid: foreigner }, 'not-thai', 'เลขประจำตัวประชาชนของผู้รับบริการ ไม่ใช่สัญชาติไทย'],
  ])('refuses %s in place of the pid', async (_what, change, rule, text) => {
    await refused(change, rule, '/body/pid', text)
  })

  it.each([[undefined], [[]], [['080-0000001']], [''], [['0800000001', 'ไม่มี']]])('wants phones of digits, not %j', async (phone) => {
    await refused({ phone }, 'phone-not-digits', '/body/phone', 'phone ต้องระบุเป็นตัวเลขเท่านั้น')
  })

  it('takes a single phone as text too', async () => {
    expect((await (await NhsoHis.of(world)).authenCode({ phone: '0800000001' })).status).toBe(200)
  })

  it('knows its facilities and its services', async () => {
    await refused({ hcode: '99998' }, 'unknown-hcode', '/body/hcode', 'ไม่พบ hcode ที่ระบุ')
    await refused({ serviceCode: undefined }, 'service-code-missing', '/body/serviceCode', 'กรุณาระบุ serviceCode')
    await refused({ serviceCode: 'PG0000000' }, 'claim-type-not-offered', '/body/serviceCode', 'ไม่พบ serviceCode ที่ระบุ')
    await refused(
      { pid: '1999900000021', serviceCode: 'PG0150001' },
      'claim-type-not-offered',
      '/body/serviceCode',
      'ไม่พบ serviceCode ที่ระบุ',
    )
  })

  it('remarks on a token that speaks for another facility', async () => {
    const { status } = await (await NhsoHis.of(world)).authenCode({ hcode: '00000' })
    expect(status).toBe(200)
    expect(await world.rules()).toEqual(['nhso-authen/hcode-not-of-token'])
  })

  it('gives one code in ninety days where the switch says so', async () => {
    const his = await NhsoHis.of(world)
    await world.control('PATCH', '/switches', { 'nhso-authen': { ninety_day_rule: true } })
    await his.authenCode()
    await world.advance({ days: 89 })
    await refused({}, 'ninety-days', '/body/hcode', 'เงื่อนไขการขอ 1 PID ต่อ 1 HCODE ต่อ 90 วัน')
    expect((await (await NhsoHis.of(world, 'test', '00000')).authenCode({ hcode: '00000' })).status, 'another facility').toBe(200)
    await world.advance({ days: 1 })
    expect((await his.authenCode()).status).toBe(200)
  })

  it('of many calls at once gives one a code', async () => {
    const his = await NhsoHis.of(world)
    const replies = await Promise.all(Array.from({ length: 10 }, () => his.authenCode()))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)])
  })

  it('looks at the token first', async () => {
    const call = (headers: Record<string, string>) => world.send(`${hosts.test.endpoint}/AuthenCode`, { method: 'POST', body: {}, headers })
    expect((await call({})).json).toEqual({ dataError: 'ไม่มี token ใน header Authorization' })
    expect(await world.rules()).toContain('nhso-authen/token-missing')
    const production = await NhsoHis.of(world, 'production')
    const { token } = await NhsoHis.of(world)
    const wrong: [authorization: string, rule: string][] = [
      [`Bearer ${production.token}`, 'token-of-another-zone'],
      ['Bearer 00000000-0000-4000-8000-000000000000', 'token-invalid'],
      [token, 'token-invalid'],
      [`Basic ${token}`, 'token-invalid'],
    ]
    for (const [authorization, rule] of wrong) {
      const { status, json } = await call({ authorization })
      expect([status, json], rule).toEqual([401, { dataError: 'Invalid Token' }])
      expect(await world.rules()).toContain(`nhso-authen/${rule}`)
    }
  })
})
