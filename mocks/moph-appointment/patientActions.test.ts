import { describe, expect, it } from 'vitest'
import { dayAfter, sampleDay, somchai, somsri, stranger, testWorld } from '../testing/world.ts'

describe('The patient in the Mor Prom app', () => {
  const world = testWorld()
  const app = (action: string, body?: unknown, cid = somsri) => world.control('POST', `/patients/${cid}/appointments${action}`, body)
  const list = async (cid = somsri) => (await world.control('GET', `/patients/${cid}/appointments`)).json

  it('sees the own bookings, from today on, and no cancelled ones', async () => {
    expect(await list()).toMatchObject([{ booking_id: 9997, date: sampleDay, person: { cid: somsri } }])
    await app('/9997/cancel')
    expect(await list()).toEqual([])
    expect(await list(stranger())).toEqual([])
  })

  it('books what is open online', async () => {
    expect((await app('', { schedule_id: 999 })).json).toMatchObject({
      booking_id: 8888,
      made_by: 'patient',
      person: { first_name: 'สมศรี' },
    })
    expect((await world.his.appointments(somsri)).json.result.appointments.length).toBe(2)
  })

  it('confirms with a flag of their own, which does not accept for the facility', async () => {
    expect((await app('/9997/confirm')).json).toMatchObject({ confirmed_by_patient: true, accepted: false })
    expect((await world.his.appointments(somsri)).json.result.appointments[0].hospital_confirm).toBe(false)
  })

  it('cancels, and the slot is free again', async () => {
    expect((await app('/9997/cancel')).json).toMatchObject({ booking_id: 9997, cancelled: true })
    expect((await world.schedule(994)).booked).toBe(0)
    expect((await world.his.appointments(somsri)).json.result.appointments).toEqual([])
  })

  it('postpones: same id, new queue number', async () => {
    await app('/9997/confirm')
    expect((await app('/9997/postpone', { schedule_id: 999 })).json).toMatchObject({
      booking_id: 9997,
      schedule_id: 999,
      queue_no: 'A003',
      confirmed_by_patient: false,
    })
    expect((await world.schedule(994)).booked).toBe(0)
    expect((await world.schedule(999)).booked).toBe(1)
  })

  it.each([
    ['to book without being known', '', { schedule_id: 999 }, stranger(), 404, 'unknown-person'],
    ['to book an unknown schedule', '', { schedule_id: 9_999_999 }, somsri, 404, 'unknown-schedule'],
    ['to book what is not open online', '', { schedule_id: 996 }, somsri, 400, 'schedule-not-online'],
    ['to book the past', '', { schedule_id: 997 }, somsri, 400, 'schedule-past'],
    ['to book what is full', '', { schedule_id: 998 }, somsri, 409, 'schedule-full'],
    ['to book the same twice', '', { schedule_id: 994 }, somsri, 409, 'already-booked'],
    ['to postpone to another facility', '/9997/postpone', { schedule_id: 98 }, somsri, 400, 'schedule-of-another-hospital'],
    ['to postpone to an unknown schedule', '/9997/postpone', { schedule_id: 9_999_999 }, somsri, 404, 'unknown-schedule'],
    ['to postpone to what is not open online', '/9997/postpone', { schedule_id: 996 }, somsri, 400, 'schedule-not-online'],
    ['to postpone into the past', '/9997/postpone', { schedule_id: 997 }, somsri, 400, 'schedule-past'],
    ['to postpone to what is full', '/9997/postpone', { schedule_id: 998 }, somsri, 409, 'schedule-full'],
    ['to postpone to where it is', '/9997/postpone', { schedule_id: 994 }, somsri, 409, 'already-booked'],
  ])('is refused %s', async (_what, action, body, cid, status, rule) => {
    const before = await list(somsri)
    const reply = await app(action, body, cid)
    expect(reply.status).toBe(status)
    expect(reply.json.error.rule).toBe(rule)
    expect(await list(somsri)).toEqual(before)
  })

  it.each(['confirm', 'cancel', 'postpone'])('cannot %s what is unknown, someone else’s, past or cancelled', async (action) => {
    const body = action === 'postpone' ? { schedule_id: 999 } : undefined
    const refused = async (id: number) => {
      const { status, json } = await app(`/${id}/${action}`, body)
      return [status, json.error.rule]
    }
    expect(await refused(1)).toEqual([404, 'unknown-booking'])
    expect(await refused(9998), `of ${somchai}`).toEqual([404, 'unknown-booking'])
    expect(await refused(9996), dayAfter(-1)).toEqual([400, 'booking-past'])
    await app('/9997/cancel')
    expect(await refused(9997)).toEqual([404, 'booking-cancelled'])
  })
})
