import { describe, expect, it } from 'vitest'
import { dayAfter, somsri, stranger, testWorld } from '../testing/world.ts'

describe('PostponeAppointmentSlot', () => {
  const world = testWorld()
  const sample = { hospital_code: '00000', cid: '0000000000000', hospital_appointment_slot_id: 9999, schedule_id: 99 }
  const postpone = (change: Partial<typeof sample> = {}) => world.his.slot('PostponeAppointmentSlot', { ...sample, ...change })

  it('moves the booking and its slot, and keeps its id', async () => {
    const { json } = await postpone()
    expect(json).toMatchObject({ result: { hospital_appointment_slot_id: 9999 }, MessageCode: 200 })
    const { json: found } = await world.his.appointments(sample.cid)
    expect(found.result.appointments).toMatchObject([
      { hospital_appointment_slot_id: 9999, appointment_date: dayAfter(14), queue_no: 'A001' },
    ])
    expect((await world.schedule(98, '00000')).booked).toBe(0)
    expect((await world.schedule(99, '00000')).booked).toBe(1)
  })

  it('gives a new queue number, also on the same day, and wants acceptance and the patient’s confirmation anew', async () => {
    const id = await world.booked(999, stranger())
    await world.control('POST', `/dashboard/99999/bookings/${id}/accept?as=demo`)
    await world.control('POST', `/patients/${stranger()}/appointments/${id}/confirm`)
    expect(await world.booking(id)).toMatchObject({ queue_no: 'A003', accepted: true, confirmed_by_patient: true })

    await world.his.slot('PostponeAppointmentSlot', {
      hospital_code: '99999',
      cid: stranger(),
      hospital_appointment_slot_id: id,
      schedule_id: 995,
    })
    expect(await world.booking(id)).toMatchObject({
      schedule_id: 995,
      queue_no: 'A004',
      accepted: false,
      accepted_by: null,
      accepted_at: null,
      confirmed_by_patient: false,
    })
  })

  const own = { hospital_code: '99999', cid: somsri, hospital_appointment_slot_id: 9997 }

  it.each([
    ['an unknown booking', { hospital_appointment_slot_id: 1 }, 404, 'unknown-booking'],
    ['a booking of another hospital', { hospital_code: '99999' }, 400, 'booking-of-another-hospital'],
    ['the citizen id of someone else', { cid: somsri }, 400, 'cid-does-not-match'],
    ['a booking whose day is past', { ...own, hospital_appointment_slot_id: 9996, schedule_id: 999 }, 400, 'booking-past'],
    ['to an unknown schedule', { schedule_id: 9_999_999 }, 404, 'unknown-schedule'],
    ['to another facility', { schedule_id: 999 }, 400, 'schedule-of-another-hospital'],
    ['to a schedule without the online tick', { ...own, schedule_id: 996 }, 400, 'schedule-not-online'],
    ['into the past', { ...own, schedule_id: 997 }, 400, 'schedule-past'],
    ['to a full schedule', { ...own, schedule_id: 998 }, 409, 'schedule-full'],
    ['to where it is already', { ...own, schedule_id: 994 }, 409, 'already-booked'],
  ])('refuses %s, and the booking stays where it is', async (_what, change, status, rule) => {
    const before = (await world.control('GET', '/dashboard/99999/schedules')).json
    const reply = await postpone(change)
    expect(reply.status).toBe(status)
    expect(reply.json).toMatchObject({ result: null, MessageCode: status })
    expect(await world.rules()).toContain(`moph-appointment/${rule}`)
    expect((await world.control('GET', '/dashboard/99999/schedules')).json).toEqual(before)
    expect(await world.booking(9999, '00000')).toMatchObject({ schedule_id: 98, queue_no: 'A001' })
  })

  it('refuses a schedule on which the person holds another booking', async () => {
    const id = await world.booked(999, somsri)
    const reply = await world.his.slot('PostponeAppointmentSlot', { ...own, hospital_appointment_slot_id: id, schedule_id: 994 })
    expect(reply.status).toBe(409)
    expect(await world.rules()).toContain('moph-appointment/already-booked')
  })

  it('refuses a booking that is cancelled', async () => {
    await world.his.slot('CancelAppointmentSlot', own)
    expect((await postpone({ ...own, schedule_id: 999 })).status).toBe(404)
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule: 'moph-appointment/booking-cancelled', severity: 'info' }))
  })
})
