import { describe, expect, it } from 'vitest'
import { AgentHis, somchaiPid, somsriPid } from '../testing/agent-calls.ts'
import { NhsoHis } from '../testing/nhso-calls.ts'
import { testWorld, today } from '../testing/world.ts'

describe('A visit at the agent', () => {
  const world = testWorld()
  const his = () => new AgentHis(world)

  const refused = async (answer: { status: number; json: { errors: { defaultMessage: string }[]; message: string } }, rule: string) => {
    expect(answer.status).toBe(400)
    expect(answer.json.errors[0]!.defaultMessage).toBe(answer.json.message)
    expect(await world.rules()).toEqual([`nhso-agent/${rule}`])
  }

  it('confirmed, gets an authen code', async () => {
    const { correlationId } = (await his().read()).json
    const { status, json } = await his().confirm({ pid: somsriPid, correlationId })
    expect([status, json]).toEqual([
      200,
      {
        pid: somsriPid,
        claimType: 'PG0060001',
        correlationId,
        createdDate: `${today}T09:00:00`,
        claimCode: expect.stringMatching(/^PP\d{10}$/),
      },
    ])
    expect(await world.findings()).toEqual([])
  })

  it('saved as a draft, gets none, and is in no list', async () => {
    const { correlationId } = (await his().read()).json
    const { status, json } = await his().draft({ pid: somsriPid, correlationId })
    expect([status, json]).toEqual([200, { pid: somsriPid, claimType: 'PG0060001', correlationId, createdDate: `${today}T09:00:00` }])
    expect((await his().latest()).json).toEqual({})
    expect((await his().latestFive()).json).toEqual([])
  })

  it('saved as a draft, can be confirmed until midnight, with the card gone', async () => {
    const { correlationId } = (await his().draft()).json
    await his().remove()
    await world.advance({ hours: 14, minutes: 59 })
    const { json } = await his().confirm({ correlationId })
    expect(json.claimCode).toMatch(/^PP/)
  })

  it('saved as a draft, is gone after midnight', async () => {
    const { correlationId } = (await his().draft()).json
    await world.advance({ hours: 15 })
    await refused(await his().confirm({ correlationId }), 'correlation-expired')
  })

  it('is in both lists once confirmed', async () => {
    const { claimCode } = (await his().confirm()).json
    const code = { claimType: 'PG0060001', claimCode, hcode: '99999', claimDateTime: `${today}T09:00:00`, checkDate: `${today}T09:00:00` }
    expect((await his().latest()).json).toEqual(code)
    expect((await his().latestFive()).json).toEqual([code])
  })

  it('comes to NHSO itself: its online services show the code', async () => {
    const { claimCode } = (await his().confirm()).json
    const { json } = await (await NhsoHis.of(world)).status(somsriPid, today)
    expect(json.serviceHistories).toMatchObject([{ claimCode, hospital: { hcode: '99999' }, sourceChannel: 'API' }])
  })

  it('is not given the same service twice a day; the earlier code can be shown', async () => {
    const { claimCode } = (await his().confirm()).json
    const again = await his().confirm()
    await refused(again, 'same-service-today')
    expect(again.json).toEqual({
      timestamp: `${today}T09:00:00`,
      status: 400,
      error: 'Bad Request',
      message: 'ไม่สามารถเลือกบริการซ้ำใน 1 วัน',
      errors: [
        {
          codes: ['SameServiceToday.authenRequest.claimType', 'SameServiceToday.claimType', 'SameServiceToday'],
          arguments: [{ codes: ['authenRequest.claimType', 'claimType'], defaultMessage: 'claimType', code: 'claimType' }],
          defaultMessage: 'ไม่สามารถเลือกบริการซ้ำใน 1 วัน',
          objectName: 'authenRequest',
          code: 'SameServiceToday',
        },
      ],
    })
    expect((await his().latest()).json.claimCode).toBe(claimCode)
    expect((await his().confirm({ claimType: 'PG0130001' })).status, 'another service').toBe(200)
    await world.advance({ hours: 15 })
    expect((await his().confirm()).status, 'the next day').toBe(200)
  })

  it('of many that come at once, one gets the code', async () => {
    const visits = await Promise.all(Array.from({ length: 8 }, () => his().visit()))
    const replies = await Promise.all(visits.map((visit) => his().post('confirm-save', visit)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(400)])
  })

  it('uses its correlationId up', async () => {
    const { correlationId } = (await his().confirm()).json
    await refused(await his().confirm({ correlationId, claimType: 'PG0130001' }), 'correlation-used')
  })

  it('needs the correlationId of the same person', async () => {
    const { correlationId } = (await his().read()).json
    await refused(await his().confirm({ correlationId, pid: somchaiPid }), 'correlation-of-another-pid')
  })

  it('has ten minutes for it', async () => {
    const { correlationId } = (await his().read()).json
    await world.advance({ minutes: 9, seconds: 59 })
    expect((await his().draft({ correlationId })).status).toBe(200)
    const later = (await his().read()).json.correlationId
    await world.advance({ minutes: 10 })
    await refused(await his().confirm({ correlationId: later }), 'correlation-expired')
  })

  it('must take its service from those that the card was answered with', async () => {
    await his().exchange('social-security')
    await refused(await his().confirm({ claimType: 'PG0150001' }), 'claim-type-not-offered')
  })

  it('belongs to the facility of the agent, whatever hcode says', async () => {
    const { claimCode } = (await his().confirm({ hcode: '00000' })).json
    expect(await world.rules()).toEqual(['nhso-agent/hcode-not-own'])
    expect((await his().latest()).json).toMatchObject({ claimCode, hcode: '99999' })
  })

  it.each([[undefined], [null], [''], ['99999']])('may leave out hcode or say %j', async (hcode) => {
    expect((await his().confirm({ hcode })).status).toBe(200)
    expect(await world.findings()).toEqual([])
  })

  it('is remarked on where the phone is a placeholder', async () => {
    expect((await his().confirm({ mobile: '0000000000' })).status).toBe(200)
    expect(await world.rules()).toEqual(['nhso-agent/mobile-placeholder'])
  })

  it.each([
    ['mobile', '080000001', 'Pattern'],
    ['mobile', '080-0000001', 'Pattern'],
    ['mobile', undefined, 'NotNull'],
    ['claimType', undefined, 'NotNull'],
    ['correlationId', null, 'typeMismatch'],
  ])('is refused where %s is %j: %s, in errors', async (field, value, code) => {
    const { status, json } = await his().post('confirm-save', { ...(await his().visit()), [field]: value })
    expect(status).toBe(400)
    expect(json).toMatchObject({ status: 400, error: 'Bad Request' })
    expect(json.errors).toMatchObject([{ code, objectName: 'authenRequest', arguments: [{ code: field }] }])
    expect(json.errors[0].codes).toEqual([`${code}.authenRequest.${field}`, `${code}.${field}`, code])
    expect(json.errors[0].defaultMessage).toMatch(/[\u0e00-\u0e7f]/)
  })

  it.each([
    ['pid', '1-9999-00000-01-3', 'เลขประจำตัวประชาชนของผู้รับบริการผิดรูปแบบ'],
    ['claimType', '', 'ไม่พบ serviceCode ที่ระบุ'],
  ])('is refused where %s is %j in the words of another service of NHSO, which is an assumption', async (field, value, said) => {
    const { status, json } = await his().post('confirm-save', { ...(await his().visit()), [field]: value })
    expect(status).toBe(400)
    expect(json.errors).toMatchObject([{ arguments: [{ code: field }], defaultMessage: said }])
    const findings = await world.findings()
    expect(findings.at(-1)).toMatchObject({ severity: 'warning', provenance: { level: 'assumed' } })
  })

  it('is refused in the words of NHSO, where those are known', async () => {
    const { json } = await his().post('confirm-save', { pid: '1' })
    const said = json.errors.map(({ code, defaultMessage }: { code: string; defaultMessage: string }) => `${code}: ${defaultMessage}`)
    expect(said.sort()).toEqual(['NotNull: กรุณาระบุ correlationId', 'NotNull: กรุณาระบุ mobile', 'NotNull: กรุณาระบุ serviceCode'])
  })

  it('needs NHSO for both steps', async () => {
    const visit = await his().visit()
    await his().install({ nhso_reachable: false })
    for (const action of ['save-as-draft', 'confirm-save'] as const) {
      const { status, json } = await his().post(action, visit)
      expect([status, json.message]).toEqual([500, 'ไม่พบข้อมูลจาก Server'])
    }
    await his().install({ nhso_reachable: true })
    expect((await his().post('confirm-save', visit)).status, 'nothing was used up').toBe(200)
  })

  it('of one zone is unknown in the other', async () => {
    const { correlationId } = (await his().read()).json
    await his().install({ zone: 'production' })
    await his().exchange('production')
    await refused(await his().confirm({ correlationId, pid: (await his().readCardOnly()).json.pid }), 'correlation-unknown')
  })
})

describe('The authen codes of a person', () => {
  const world = testWorld()
  const his = () => new AgentHis(world)

  it('are listed newest first, five of all facilities, those of closed visits among them', async () => {
    await his().exchange('social-security')
    const { claimCode } = (await his().confirm({ pid: somchaiPid })).json
    const { json } = await his().latestFive(somchaiPid)
    expect(json).toHaveLength(5)
    expect(json[0].claimCode).toBe(claimCode)
    expect(json.map(({ claimCode }: { claimCode: string }) => claimCode.slice(0, 2))).toContain('EP')
    expect(new Set(json.map(({ hcode }: { hcode: string }) => hcode))).toEqual(new Set(['99999', '00000']))
    const times = json.map(({ claimDateTime }: { claimDateTime: string }) => claimDateTime)
    expect(times).toEqual(times.toSorted().reverse())
  })

  it('are of the own facility for latest-authen-code, or of any where the switch says so', async () => {
    await (await NhsoHis.of(world, 'test', '00000')).authenCode({ pid: somsriPid, hcode: '00000' })
    expect((await his().latest()).json).toEqual({})
    await his().install({ latest_scope: 'any' })
    expect((await his().latest()).json).toMatchObject({ hcode: '00000' })
  })

  it('are none for somebody whom NHSO does not know', async () => {
    expect((await his().latest('4999900009009')).json).toEqual({})
    expect((await his().latestFive('4999900009009')).json).toEqual([])
  })
})
