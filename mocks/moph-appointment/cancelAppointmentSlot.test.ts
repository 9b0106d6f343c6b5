import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestHis } from '../../fixtures/harness/appointment.ts'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'

describe('CancelAppointmentSlot', () => {
  let sandbox: TestSandbox
  let his: TestHis
  const sample = { hospital_code: '00000', cid: '0000000000000', hospital_appointment_slot_id: 9999 }

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    his = await TestHis.logIn(sandbox)
  })
  beforeEach(() => sandbox.control('POST', '/reset'))
  afterAll(() => sandbox.close())

  it('cancels the booking and frees its slot', async () => {
    const { json } = await his.slot('CancelAppointmentSlot', sample)
    expect(json).toMatchObject({ result: { hospital_appointment_slot_id: 9999 }, MessageCode: 200 })
    expect((await his.appointments(sample.cid)).json.result.appointments).toEqual([])
    const [schedule] = (await sandbox.control('GET', '/dashboard/00000/schedules')).json
    expect(schedule).toMatchObject({ schedule_id: 98, booked: 0 })
  })

  it('does not free a slot twice', async () => {
    await his.slot('CancelAppointmentSlot', sample)
    const again = await his.slot('CancelAppointmentSlot', sample)
    expect(again.status).toBe(404)
    expect(await sandbox.lastFindings()).toContainEqual(
      expect.objectContaining({ rule: 'moph-appointment/booking-cancelled', severity: 'info' }),
    )
    const [schedule] = (await sandbox.control('GET', '/dashboard/00000/schedules')).json
    expect(schedule.booked).toBe(0)
  })

  it.each([
    ['an unknown booking', { hospital_appointment_slot_id: 1 }, 404, 'unknown-booking'],
    ['a booking of another hospital', { hospital_code: '99999' }, 400, 'booking-of-another-hospital'],
    ['the citizen id of someone else', { cid: '1999900000013' }, 400, 'cid-does-not-match'],
    [
      'a booking whose day is past',
      { hospital_code: '99999', cid: '1999900000013', hospital_appointment_slot_id: 9996 },
      400,
      'booking-past',
    ],
  ])('refuses %s', async (_what, change, status, rule) => {
    const reply = await his.slot('CancelAppointmentSlot', { ...sample, ...change })
    expect(reply.status).toBe(status)
    expect(reply.json).toMatchObject({ result: null, MessageCode: status })
    expect((await sandbox.lastFindings()).map((finding) => finding.rule)).toContain(`moph-appointment/${rule}`)
  })
})
