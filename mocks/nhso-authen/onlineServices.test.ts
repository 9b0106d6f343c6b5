import { describe, expect, it } from 'vitest'
import { authenRequest, closedVisit, deceased, foreigner, hosts, NhsoHis, onlyInProduction, prachaUcs } from '../testing/nhso-calls.ts'
import { dayAfter, somchai, somsri, stranger, testWorld, today } from '../testing/world.ts'

interface History {
  hospital: { hcode: string }
  service: { code: string }
  sourceChannel: string
}

describe('RealPerson', () => {
  const world = testWorld()

  it('answers the right of today, in the fields that clients read', async () => {
    const { json } = await (await NhsoHis.of(world)).realPerson(somsri)
    expect(json).toEqual({
      pid: somsri,
      firstName: 'สมศรี',
      lastName: 'ตัวอย่าง',
      fullName: 'สมศรี ตัวอย่าง',
      sex: 'หญิง',
      age: '68 ปี 8 เดือน 17 วัน',
      birthDate: '1958-03-14',
      nationCode: '099',
      provinceCode: '10',
      mainInsclCode: 'WEL',
      mainInsclName: 'สิทธิหลักประกันสุขภาพแห่งชาติ (ยกเว้นการร่วมจ่ายค่าบริการ 30 บาท)',
      subInsclCode: '77',
      subInsclName: 'ผู้มีอายุเกิน 60 ปีบริบูรณ์',
      hospMainNew: { hcode: '99999', hname: 'รพ.ทดสอบปลายทาง' },
      hospMainOpNew: { hcode: '99999', hname: 'รพ.ทดสอบปลายทาง' },
      hospSubNew: { hcode: '00000', hname: 'รพ.ทดสอบระบบ' },
      paidModel: '1',
      startDateTime: '2017-05-01T00:00:00',
    })
    expect(await world.findings()).toEqual([])
  })

  it('knows the population of its zone alone', async () => {
    const production = await NhsoHis.of(world, 'production')
    expect((await production.realPerson(onlyInProduction)).json.lastName).toBe('จริงสมมุติ')
    expect((await production.realPerson(somsri)).status).toBe(400)
  })

  it.each([
    ['1999900000014', 'pid-check-digit'],
    ['x', 'pid-check-digit'],
    [stranger(), 'unknown-pid'],
    [deceased, 'deceased'],
    [foreigner, 'not-thai'],
  ])('refuses %s: %s', async (pid, rule) => {
    expect((await (await NhsoHis.of(world)).realPerson(pid)).status).toBe(400)
    expect(await world.findings()).toMatchObject([{ rule: `nhso-authen/${rule}`, pointer: '/query/PID' }])
  })

  it('wants the person; who asks is only expected', async () => {
    const { token } = await NhsoHis.of(world)
    const { status, json } = await world.send(`${hosts.test.endpoint}/RealPerson`, { headers: { authorization: `Bearer ${token}` } })
    expect(status).toBe(400)
    expect(json.dataError).toMatch(/PID/)
    const findings = await world.findings()
    expect(findings.map(({ pointer, severity }) => [pointer, severity])).toEqual([
      ['/query/PID', 'warning'],
      ['/query/SOURCE_ID', 'warning'],
    ])
  })
})

describe('check-authen-status', () => {
  const world = testWorld()

  it('says that there is no code of the day, whatever became of the person', async () => {
    const his = await NhsoHis.of(world)
    for (const pid of [prachaUcs, deceased, foreigner]) {
      const { status, json } = await his.status(pid, today)
      expect([status, json.statusAuthen, json.serviceHistories]).toEqual([200, false, []])
    }
  })

  it('shows the codes of every facility on the day that is asked for, closed visits as ENDPOINT', async () => {
    const his = await NhsoHis.of(world)
    const shown = async (day: string, service?: string) =>
      (await his.status(somchai, day, service)).json.serviceHistories.map(({ hospital, service, sourceChannel }: History) => [
        hospital.hcode,
        service.code,
        sourceChannel,
      ])
    expect(await shown(dayAfter(-1))).toEqual([
      ['99999', 'PG0060001', 'ENDPOINT'],
      ['99999', 'PG0060001', 'API'],
    ])
    expect(await shown(dayAfter(-30))).toEqual([
      ['99999', 'PG0130001', 'API'],
      ['00000', 'PG0130001', 'ERM'],
    ])
    expect(await shown(dayAfter(-30), 'PG0060001')).toEqual([])
    expect(await shown(dayAfter(-2))).toEqual([])
  })

  it('is on a host of its own in production, and with the others in the test zone', async () => {
    const production = await NhsoHis.of(world, 'production')
    expect((await production.status(onlyInProduction, today)).status).toBe(200)
    const path = `/nhsoapi.nhso.go.th/authencodestatus/api/check-authen-status?personalId=${onlyInProduction}&serviceDate=${today}`
    const { status } = await world.send(path, { headers: { authorization: `Bearer ${production.token}` } })
    expect(status, 'not there').toBe(404)
    const { json } = await world.control('GET', '/status')
    const { url } = json.operations.find(({ operation }: { operation: string }) => operation === 'checkAuthenStatus')
    expect(url).toContain('/authenucws.nhso.go.th/authencodestatus/api/check-authen-status')
    expect(json.zones['nhso-authen'].test).toMatch(/\/test\.nhso\.go\.th$/)
  })

  it('refuses an unknown person, and finds nothing in a Buddhist year, with a warning', async () => {
    const his = await NhsoHis.of(world)
    expect((await his.status(stranger(), today)).status).toBe(400)
    expect(await world.findings()).toMatchObject([{ rule: 'nhso-authen/unknown-pid', pointer: '/query/personalId' }])
    expect((await his.status('1', today)).status).toBe(400)
    expect(await his.status(somchai, '2569-12-01')).toMatchObject({ status: 200, json: { statusAuthen: false } })
    expect(await world.findings()).toMatchObject([{ rule: 'schema/calendar', severity: 'warning', pointer: '/query/serviceDate' }])
  })
})

describe('Closing a visit', () => {
  const world = testWorld()

  it('gives an EP code, which stands in the lists and blocks no service', async () => {
    const his = await NhsoHis.of(world)
    const { status, json } = await his.closeVisit()
    expect(status).toBe(200)
    expect(json).toEqual({ seq: expect.any(Number), authenCode: expect.stringMatching(/^EP\d{10}$/) })
    expect(await world.findings()).toEqual([])
    expect((await his.authenCode()).status).toBe(200)
    const { serviceHistories } = (await his.status(prachaUcs, today)).json
    expect(serviceHistories.map(({ claimCode }: { claimCode: string }) => claimCode.slice(0, 2))).toEqual(['PP', 'EP'])
  })

  it('takes a transaction of a facility once', async () => {
    const his = await NhsoHis.of(world)
    const replies = await Promise.all([his.closeVisit(), his.closeVisit(), his.closeVisit()])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400, 400])
    await his.closeVisit()
    expect(await world.findings()).toMatchObject([{ rule: 'nhso-authen/transaction-repeated', pointer: '/body/transactionId' }])
    expect((await his.closeVisit({ transactionId: '99999000124' })).status).toBe(200)
  })

  it('belongs to the day of the service, not of the call', async () => {
    const his = await NhsoHis.of(world)
    await his.closeVisit({ serviceDateTime: closedVisit.serviceDateTime - 86_400_000 })
    expect((await his.status(prachaUcs, today)).json.statusAuthen).toBe(false)
    expect((await his.status(prachaUcs, dayAfter(-1))).json.serviceHistories).toMatchObject([
      { serviceDateTime: `${dayAfter(-1)}T09:00:00` },
    ])
  })

  it('remarks on sums, rights and facilities that do not fit', async () => {
    const his = await NhsoHis.of(world)
    const { status } = await his.closeVisit({ totalAmount: 351, mainInsclCode: 'OFC', hcode: '00000' })
    expect(status).toBe(200)
    expect((await world.rules()).sort()).toEqual(
      ['amounts-do-not-add-up', 'hcode-not-of-token', 'right-differs'].map((rule) => `nhso-authen/${rule}`),
    )
  })

  it.each([
    [{ pid: stranger() }, 'unknown-pid', '/body/pid'],
    [{ pid: '1' }, 'pid-check-digit', '/body/pid'],
    [{ pid: deceased }, 'deceased', '/body/pid'],
    [{ pid: foreigner }, 'not-thai', '/body/pid'],
    [{ hcode: '99998' }, 'unknown-hcode', '/body/hcode'],
    [{ claimServiceCode: 'PG0000000' }, 'claim-type-not-offered', '/body/claimServiceCode'],
  ])('refuses %j: %s', async (change, rule, pointer) => {
    expect((await (await NhsoHis.of(world)).closeVisit(change)).status).toBe(400)
    expect(await world.findings()).toMatchObject([{ rule: `nhso-authen/${rule}`, pointer }])
  })

  it('wants instants as numbers', async () => {
    expect((await (await NhsoHis.of(world)).closeVisit({ serviceDateTime: '2026-12-01 09:00' })).status).toBe(400)
    expect(await world.findings()).toMatchObject([{ rule: 'schema/type', pointer: '/body/serviceDateTime' }])
  })
})

describe('Bodies as they come', () => {
  const world = testWorld()

  it('JSON under another content type is answered, with a remark', async () => {
    const { token } = await NhsoHis.of(world)
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/plain' }
    const raw = JSON.stringify(authenRequest)
    expect((await world.send(`${hosts.test.endpoint}/AuthenCode`, { method: 'POST', raw, headers })).status).toBe(200)
    expect(await world.rules()).toEqual(['nhso-authen/json-content-type'])
  })

  it('fields that nobody was seen to send are answered, with a remark', async () => {
    expect((await (await NhsoHis.of(world)).authenCode({ favouriteColour: 'blue' })).status).toBe(200)
    expect(await world.findings()).toMatchObject([{ rule: 'unknown-property', severity: 'warning', pointer: '/body/favouriteColour' }])
  })

  it('no token stands in the journal', async () => {
    const his = await NhsoHis.of(world)
    await his.authenCode()
    const { text } = await world.control('GET', '/journal?limit=10')
    expect(text).toContain('AuthenCode')
    expect(text).not.toContain(his.token)
  })
})
