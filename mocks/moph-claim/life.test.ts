import { beforeEach, describe, expect, it } from 'vitest'
import { dmhtAdmission, vaccine, vaccineAdmission } from '../../fixtures/harness/claim.ts'
import { financeToken, sendAdmission } from '../testing/claim-calls.ts'
import { dayAfter, testWorld, today } from '../testing/world.ts'
import { reasonsToReturn, returnedPatient } from './checks.ts'
import type { Service } from './tables.ts'

describe('The life of a claim, as the clock goes', () => {
  const world = testWorld()
  let uid: string
  beforeEach(async () => {
    const { json } = await sendAdmission(world, 'sendDmhtAdmission', await financeToken(world))
    uid = json.data.transaction_uid
  })
  const claim = async () => (await world.control('GET', `/claims/${uid}`)).json
  const act = (action: string, body?: unknown) => world.control('POST', `/claims/${uid}/${action}`, body)

  it('is checked after one minute and decided after ten, each at its own time', async () => {
    await world.advance({ days: 1 })
    expect(await claim()).toMatchObject({
      state: 'accepted',
      received_at: '2026-12-01T09:00:00',
      checked_at: '2026-12-01T09:01:00',
      decided_at: '2026-12-01T09:10:00',
    })
  })

  it('waits as long as the switches say', async () => {
    await world.control('PATCH', '/switches', { 'moph-claim': { check_seconds: 0, decide_seconds: 0 } })
    const { json } = await sendAdmission(world, 'sendDtAdmission', await financeToken(world))
    expect((await world.control('GET', `/claims/${json.data.transaction_uid}`)).json).toMatchObject({ state: 'accepted' })
  })

  it('is decided at the usual time where it is checked by hand', async () => {
    await act('check')
    await world.advance({ minutes: 9 })
    expect(await claim()).toMatchObject({ state: 'checked', checked_at: '2026-12-01T09:00:00' })
    await world.advance({ minutes: 1 })
    expect(await claim()).toMatchObject({ state: 'accepted', decided_at: '2026-12-01T09:10:00' })
  })

  it('stays as it was decided by hand, when the clock passes', async () => {
    await act('return', { reasons: ['เอกสารไม่ครบ'] })
    await world.advance({ hours: 1 })
    expect(await claim()).toMatchObject({ state: 'returned', reasons: ['เอกสารไม่ครบ'], decided_at: '2026-12-01T09:00:00' })
  })

  it('may be accepted by hand, whatever the checks say', async () => {
    const { json } = await sendAdmission(world, 'sendDmhtAdmission', await financeToken(world), { seq: '2', diagnosis: [] })
    uid = json.data.transaction_uid
    await act('check')
    expect(await claim()).toMatchObject({ state: 'checked', reasons: ['ไม่มีรหัสวินิจฉัย / There is no diagnosis'] })
    await act('accept')
    expect(await claim()).toMatchObject({ state: 'accepted', reasons: [] })
  })

  it('goes on after a snapshot has been put back', async () => {
    await world.control('POST', '/snapshots', { name: 'sent' })
    await world.advance({ minutes: 10 })
    await world.control('POST', '/snapshots/sent/restore')
    expect(await claim()).toMatchObject({ state: 'received' })
    await world.advance({ minutes: 10 })
    expect(await claim()).toMatchObject({ state: 'accepted' })
  })
})

describe('What returns a claim', () => {
  const dmht = dmhtAdmission()
  const dt = vaccineAdmission()
  const only = (icd10: string) => [{ icd10 }]

  it.each<[what: string, service: Service, body: object, reasons: string[]]>([
    ['nothing, as public clients send it', 'dmht', dmht, []],
    ['nothing, with codes that have a dot or are in lower case', 'dmht', { ...dmht, diagnosis: [...only('e14.9'), ...only('I15.0')] }, []],
    ['nothing, for diabetes alone', 'dmht', { ...dmht, is_used_ht: '0', diagnosis: only('E10') }, []],
    ['neither DM nor HT', 'dmht', { ...dmht, is_used_dm: '0', is_used_ht: '0' }, ['Neither is_used_dm nor is_used_ht is 1']],
    ['no diagnosis', 'dmht', { ...dmht, diagnosis: [] }, ['There is no diagnosis']],
    ['DM without E10 to E14', 'dmht', { ...dmht, diagnosis: only('I10') }, ['No diagnosis of diabetes (E10 to E14)']],
    ['E15 is no diabetes', 'dmht', { ...dmht, is_used_ht: '0', diagnosis: only('E15') }, ['No diagnosis of diabetes (E10 to E14)']],
    ['HT without I10 to I15', 'dmht', { ...dmht, diagnosis: only('E119') }, ['No diagnosis of hypertension (I10 to I15)']],
    ['a visit of tomorrow', 'dmht', { ...dmht, visit_date_time: `${dayAfter(1)} 08:00:00` }, ['The visit lies in the future']],
    ['nothing, for a visit of later today', 'dmht', { ...dmht, visit_date_time: `${today}T23:59:59.000Z` }, []],
    ['the magic patient', 'dmht', { ...dmht, pid: returnedPatient.pid }, ["The patient's right could not be confirmed (test data)"]],
    ['nothing, for a vaccine with its lot', 'dt', dt, []],
    ['no vaccine', 'epi', { ...dt, vaccine: [] }, ['There is no vaccine']],
    ['a vaccine without a lot', 'epi', { ...dt, vaccine: [{ code: '041' }] }, ['A vaccine has no lot number']],
    ['an empty lot', 'dt', { ...dt, vaccine: [{ ...vaccine('106'), lot_number: '' }] }, ['A vaccine has no lot number']],
    ['another vaccine than dT', 'dt', { ...dt, vaccine: [vaccine('041')] }, ['A vaccine is not dT (106)']],
    ['nothing, for another vaccine in EPI', 'epi', { ...dt, vaccine: [vaccine('041')] }, []],
  ])('%s', (_what, service, body, reasons) => {
    const found = reasonsToReturn({ service, body: JSON.stringify(body) }, today)
    expect(found.map((reason) => reason.split(' / ')[1])).toEqual(reasons)
    for (const reason of found) expect(reason).toMatch(/[\u0e00-\u0e7f]/)
  })
})
