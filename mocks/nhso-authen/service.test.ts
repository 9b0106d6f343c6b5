import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import type { Workspace } from '../../src/engine/workspace/workspace.ts'
import { worldOf } from '../../src/engine/workspace/world-of.ts'
import { Refusal } from '../../src/upstream/refusal.ts'
import type { World } from '../../src/upstream/world.ts'
import { child, deceased, foreigner, jpeg, onlyInProduction, prachaUcs } from '../testing/nhso-calls.ts'
import { somchai, somsri, start, stranger } from '../testing/world.ts'
import { checkRight, confirmVisit, endCorrelations, facilityToken, latestCodes, saveDraft, type VisitRequest } from './service.ts'

const at = { pointer: '/path/pid' }
const uuidV4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

describe('What the card agent asks the central service', () => {
  let sandbox: TestSandbox
  let workspace: Workspace
  let made = 0

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
  })
  beforeEach(async () => {
    const name = `service-${++made}`
    await sandbox.control('POST', '/workspaces', { name, now: start })
    workspace = (await sandbox.running.sandbox.workspace(name))!
  })
  afterAll(() => sandbox.close())

  /** As the gateway runs a write. */
  const act = <Result>(run: (world: World) => Promise<Result>): Promise<Result> => workspace.write((db) => run(worldOf(workspace, { db })))
  const ruleOf = async (refused: Promise<unknown>) => {
    const error = await refused.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Refusal)
    return (error as Refusal).rule
  }
  const later = (by: { minutes?: number; hours?: number; days?: number }) =>
    sandbox.control('POST', '/clock/advance', by, `/w/${workspace.name}`)

  const check = (pid = prachaUcs, zone: 'test' | 'production' = 'test') => act((world) => checkRight(world, zone, pid, at))
  const request = (correlationId: string, change: Partial<VisitRequest> = {}): VisitRequest => ({
    pid: prachaUcs,
    claimType: 'PG0060001',
    mobile: '0800000001',
    correlationId,
    hcode: '99999',
    at: {
      pid: '/body/pid',
      claimType: '/body/claimType',
      mobile: '/body/mobile',
      correlationId: '/body/correlationId',
      hcode: '/body/hcode',
    },
    channel: 'kiosk-station',
    ...change,
  })
  const confirm = (correlationId: string, change?: Partial<VisitRequest>) =>
    act((world) => confirmVisit(world, 'test', request(correlationId, change)))
  const draft = (correlationId: string, change?: Partial<VisitRequest>) =>
    act((world) => saveDraft(world, 'test', request(correlationId, change)))

  it('shows the right as the slides print it', async () => {
    const { correlationId, ...right } = await check()
    expect(correlationId).toMatch(uuidV4)
    expect(right).toEqual({
      pid: prachaUcs,
      titleName: '003',
      fname: 'ประชา',
      lname: 'ทดสอบ',
      nation: '099',
      birthDate: '25330228',
      sex: 'ชาย',
      transDate: '2018-02-01T17:30:04',
      mainInscl: '(UCS) สิทธิหลักประกันสุขภาพแห่งชาติ',
      subInscl: '(89) ช่วงอายุ 12-59 ปี',
      age: '36 ปี 9 เดือน 3 วัน',
      checkDate: '2026-12-01T09:00:00',
      claimTypes: [
        { claimType: 'PG0060001', claimTypeName: 'เข้ารับบริการรักษาทั่วไป (OPD/ IPD/ PP)' },
        { claimType: 'PG0150001', claimTypeName: 'บริการดูแลอาการเจ็บป่วยเบื้องต้น (Common illnesses)' },
        { claimType: 'PG0110001', claimTypeName: 'Self Isolation' },
        { claimType: 'PG0120001', claimTypeName: 'UCEP PLUS (ผู้ป่วยกลุ่มอาการสีเหลืองและสีแดง)' },
        { claimType: 'PG0130001', claimTypeName: 'บริการฟอกเลือดด้วยเครื่องไตเทียม (HD)' },
        { claimType: 'PG0140001', claimTypeName: 'บริการผู้ป่วยในที่บ้าน (Home Ward)' },
        { claimType: 'PG0180001', claimTypeName: 'บริการตรวจสุขภาพตามช่วงอายุ' },
      ],
      hospMain: { hcode: '99999', hname: 'รพ.ทดสอบปลายทาง' },
      hospMainOp: { hcode: '99999', hname: 'รพ.ทดสอบปลายทาง' },
      hospSub: { hcode: '00000', hname: 'รพ.ทดสอบระบบ' },
      paidModel: '5',
      startDateTime: '2017-05-01T00:00:00',
    })
  })

  it('names units and model to the universal coverage alone', async () => {
    const insured = await check(somchai)
    expect(insured.mainInscl).toBe('(SSS) สิทธิประกันสังคม')
    expect(insured.subInscl).toBe('(S1) สิทธิเบิกกองทุนประกันสังคม (ผู้ประกันตน)')
    expect(Object.keys(insured)).toContain('hospMain')
    expect(Object.keys(insured).filter((field) => ['hospMainOp', 'hospSub', 'paidModel'].includes(field))).toEqual([])
    expect((await check(child)).mainInscl).toContain('(WEL)')
  })

  it.each([
    ['1999900000014', 'pid-check-digit'],
    [stranger(), 'unknown-pid'],
    [onlyInProduction, 'unknown-pid'],
    [deceased, 'deceased'],
    [foreigner, 'not-thai'],
  ])('refuses to check %s: %s', async (pid, rule) => {
    expect(await ruleOf(check(pid))).toBe(rule)
  })

  it('keeps the zones apart', async () => {
    expect((await check(onlyInProduction, 'production')).lname).toBe('จริงสมมุติ')
    expect(await ruleOf(check(somsri, 'production'))).toBe('unknown-pid')
    const { correlationId } = await check(onlyInProduction, 'production')
    expect(await ruleOf(confirm(correlationId))).toBe('correlation-unknown')
    const tokens = await Promise.all((['test', 'production'] as const).map((zone) => act((world) => facilityToken(world, zone, '99999'))))
    expect(new Set(tokens).size).toBe(2)
    expect(await act((world) => facilityToken(world, 'test', '99990'))).toBeUndefined()
  })

  it('gives a code for a check, once', async () => {
    const { correlationId } = await check()
    const code = await confirm(correlationId, { hn: '123' })
    expect(code).toMatchObject({
      pid: prachaUcs,
      claimType: 'PG0060001',
      hcode: '99999',
      hn: '123',
      correlationId,
      createdDate: '2026-12-01T09:00:00',
      checkDate: '2026-12-01T09:00:00',
    })
    expect(code.claimCode).toMatch(/^PP\d{10}$/)
    expect(await ruleOf(confirm(correlationId, { claimType: 'PG0130001' }))).toBe('correlation-used')
  })

  it('binds the check to the person, and knows no other', async () => {
    const { correlationId } = await check(somsri)
    expect(await ruleOf(confirm(correlationId))).toBe('correlation-of-another-pid')
    expect(await ruleOf(confirm('00000000-0000-4000-8000-000000000000'))).toBe('correlation-unknown')
    expect((await confirm(correlationId.toUpperCase(), { pid: somsri })).correlationId, 'case has no meaning').toBe(correlationId)
  })

  it('lets a check lapse after ten minutes, or when the card leaves', async () => {
    const early = await check()
    await later({ minutes: 9 })
    await draft((await check()).correlationId, { claimType: 'PG0130001' })
    await later({ minutes: 1 })
    expect(await ruleOf(confirm(early.correlationId))).toBe('correlation-expired')
    const fresh = await check()
    await act((world) => endCorrelations(world, 'test', prachaUcs))
    expect(await ruleOf(confirm(fresh.correlationId))).toBe('correlation-expired')
  })

  it('keeps a draft without a code, confirmable until midnight though the card is gone', async () => {
    const { correlationId } = await check()
    const saved = await draft(correlationId)
    expect(saved).toEqual({ pid: prachaUcs, claimType: 'PG0060001', correlationId, createdDate: '2026-12-01T09:00:00' })
    expect(await act((world) => latestCodes(world, 'test', prachaUcs, { count: 5 }))).toEqual([])
    await act((world) => endCorrelations(world, 'test', prachaUcs))
    await later({ hours: 14 })
    expect((await confirm(correlationId)).claimCode).toMatch(/^PP/)
    const visits = (await sandbox.control('GET', `/nhso/test/new-authen/99999/visits?pid=${prachaUcs}`, undefined, `/w/${workspace.name}`))
      .json
    expect(
      visits.map(({ state }: { state: string }) => state),
      'the draft has become the record',
    ).toEqual(['confirmed'])

    const next = await check()
    await draft(next.correlationId, { claimType: 'PG0130001' })
    await later({ hours: 1 })
    expect(await ruleOf(confirm(next.correlationId, { claimType: 'PG0130001' }))).toBe('correlation-expired')
  })

  it('gives the same service of a facility once a day, whichever channel asks', async () => {
    await confirm((await check()).correlationId)
    const again = await check()
    expect(await ruleOf(confirm(again.correlationId))).toBe('same-service-today')
    expect((await confirm(again.correlationId, { claimType: 'PG0130001' })).claimType, 'a refused confirm uses no check up').toBe(
      'PG0130001',
    )
    expect((await confirm((await check()).correlationId, { hcode: '00000' })).hcode, 'another facility').toBe('00000')
    const { json } = await sandbox.control(
      'POST',
      '/nhso/test/new-authen/99999/visits',
      { pid: prachaUcs, proof: 'photo-with-id-card', photo: jpeg, mobile: '0800000001', service: 'PG0060001' },
      `/w/${workspace.name}`,
    )
    expect(json.error.rule).toBe('same-service-today')
    await later({ days: 1 })
    expect((await confirm((await check()).correlationId)).createdDate).toBe('2026-12-02T09:00:00')
  })

  it('knows facilities and what is offered', async () => {
    const { correlationId } = await check()
    expect(await ruleOf(confirm(correlationId, { hcode: '99998' }))).toBe('unknown-hcode')
    expect(await ruleOf(draft(correlationId, { claimType: 'PG0000000' }))).toBe('claim-type-not-offered')
    const insured = await check(somchai)
    const common = { pid: somchai, claimType: 'PG0150001' }
    expect(await ruleOf(confirm(insured.correlationId, common)), 'of the universal coverage alone').toBe('claim-type-not-offered')
  })

  it.each([
    ['2022-09-30T05:00:00.000Z', true, false],
    ['2022-10-01T05:00:00.000Z', false, false],
    ['2022-10-17T05:00:00.000Z', false, true],
  ])('offers HI and CI until 30 September 2565, common illnesses from 17 October: %s', async (now, isolation, common) => {
    await sandbox.control('PUT', '/clock', { mode: 'frozen', now }, `/w/${workspace.name}`)
    const offered = (await check()).claimTypes.map(({ claimTypeName }) => claimTypeName)
    expect([offered.includes('Home Isolation (HI)'), offered.includes('Community Isolation (CI)')]).toEqual([isolation, isolation])
    expect(offered.some((name) => name.includes('Common illnesses'))).toBe(common)
  })

  it('lists the codes newest first, of one facility or of all, EP codes too', async () => {
    const list = (options: { hcode?: string; count: number }) => act((world) => latestCodes(world, 'test', somchai, options))
    const all = await list({ count: 5 })
    expect(all.map(({ claimCode, hcode }) => [claimCode.slice(0, 2), hcode])).toEqual([
      ['EP', '99999'],
      ['PP', '99999'],
      ['PP', '99999'],
      ['PP', '00000'],
      ['PP', '99999'],
    ])
    expect((await list({ hcode: '00000', count: 5 })).map(({ claimType }) => claimType)).toEqual(['PG0130001'])
    const code = await confirm((await check(somchai)).correlationId, { pid: somchai })
    expect((await list({ count: 1 })).map(({ claimCode }) => claimCode)).toEqual([code.claimCode])
    expect(await list({ count: 5 })).toHaveLength(5)
  })

  it('of two confirms of one check at once, carries out one', async () => {
    const { correlationId } = await check()
    const services = ['PG0060001', 'PG0130001', 'PG0110001', 'PG0120001']
    const outcomes = await Promise.allSettled(services.map((claimType) => confirm(correlationId, { claimType })))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await act((world) => latestCodes(world, 'test', prachaUcs, { count: 5 }))).toHaveLength(1)
  })
})
