import { describe, expect, it } from 'vitest'
import { manee, sampleDay, somchai, somsri, stranger, testWorld } from '../testing/world.ts'

describe('The dashboard, working with bookings', () => {
  const world = testWorld()
  const book = (body: { schedule_id: number; cid: string; comment?: string }, hospital = '99999') =>
    world.control('POST', `/dashboard/${hospital}/bookings?as=${hospital === '99999' ? 'demo' : 'demo-00000'}`, body)
  const act = (action: 'accept' | 'reject', id: number, hospital = '99999', as = 'demo') =>
    world.control('POST', `/dashboard/${hospital}/bookings/${id}/${action}?as=${as}`)

  it('books by hand someone whom MOPH Data Hub knows, with its data', async () => {
    const { json } = await book({ schedule_id: 999, cid: somchai, comment: 'โทรนัด' })
    expect(json).toMatchObject({
      booking_id: 8888,
      schedule_id: 999,
      date: sampleDay,
      queue_no: 'A003',
      made_by: 'officer',
      comment: 'โทรนัด',
      accepted: false,
      person: { cid: somchai, first_name: 'สมชาย', phone_number: '0800000002' },
    })
    expect((await world.his.appointments(somchai)).json.result.appointments.length).toBe(2)
  })

  it('books a stranger only once they are on the white list', async () => {
    const refused = await book({ schedule_id: 999, cid: stranger() })
    expect(refused.status).toBe(404)
    expect(refused.json.error.rule).toBe('person-not-in-data-hub')
    expect((await world.schedule(999)).booked).toBe(0)

    await world.control('PUT', `/people/${stranger()}`, {
      prefix: 'นาย',
      first_name: 'ก',
      last_name: 'ข',
      moph_ic: false,
      white_list: true,
    })
    expect((await book({ schedule_id: 999, cid: stranger() })).json.person).toMatchObject({ cid: stranger(), first_name: 'ก' })
    expect((await book({ schedule_id: 999, cid: manee })).status, 'the white list of the demo world').toBe(201)
  })

  it('fills the schedules without the online tick, which the API does not', async () => {
    expect((await world.his.book(996, somchai)).status).toBe(400)
    expect((await book({ schedule_id: 996, cid: somchai })).status).toBe(201)
  })

  it.each([
    ['an unknown schedule', { schedule_id: 9_999_999, cid: somchai }, 404, 'unknown-schedule'],
    ['a schedule of another facility', { schedule_id: 98, cid: somchai }, 404, 'unknown-schedule'],
    ['a schedule of yesterday', { schedule_id: 997, cid: somchai }, 400, 'schedule-past'],
    ['a full schedule', { schedule_id: 998, cid: manee }, 409, 'schedule-full'],
    ['a person who is on it', { schedule_id: 994, cid: somsri }, 409, 'already-booked'],
  ])('refuses %s', async (_what, body, status, rule) => {
    const reply = await book(body)
    expect(reply.status).toBe(status)
    expect(reply.json.error.rule).toBe(rule)
  })

  it('accepts and rejects, with the officer’s name and the time, as often as wanted', async () => {
    const accepted = await act('accept', 9997)
    expect(accepted.json).toMatchObject({ accepted: true, accepted_by: 'demo', accepted_at: '2026-12-01T09:00:00' })
    await world.advance({ minutes: 5 })
    const rejected = await act('reject', 9997)
    expect(rejected.json).toMatchObject({ accepted: false, accepted_by: 'demo', accepted_at: '2026-12-01T09:05:00', cancelled: false })
    expect((await world.schedule(994)).booked, 'a rejected booking holds its slot until it is cancelled').toBe(1)
    expect((await act('accept', 9997)).json.accepted).toBe(true)
  })

  it.each([
    ['that is unknown', 1, '99999'],
    ['of another facility', 9999, '99999'],
  ])('accepts and rejects no booking %s', async (_what, id, hospital) => {
    for (const action of ['accept', 'reject'] as const) {
      const reply = await act(action, id, hospital)
      expect(reply.status).toBe(404)
      expect(reply.json.error.rule).toBe('unknown-booking')
    }
    expect(await world.booking(9999, '00000')).toMatchObject({ accepted: false, accepted_by: null })
  })

  it('accepts and rejects no booking that is cancelled', async () => {
    await world.his.slot('CancelAppointmentSlot', { hospital_code: '99999', cid: somsri, hospital_appointment_slot_id: 9997 })
    expect((await act('accept', 9997)).status).toBe(404)
    expect((await act('reject', 9997)).status).toBe(404)
  })

  it('lists all bookings of the facility, cancelled ones too, or those of a day or a schedule', async () => {
    await world.his.slot('CancelAppointmentSlot', { hospital_code: '99999', cid: somsri, hospital_appointment_slot_id: 9997 })
    const list = async (query = '') =>
      (await world.control('GET', `/dashboard/99999/bookings${query}`)).json.map(({ booking_id }: { booking_id: number }) => booking_id)
    expect(await list()).toEqual([9996, 9997, 9998])
    expect(await list(`?date=${sampleDay}`)).toEqual([9997, 9998])
    expect(await list('?schedule_id=994')).toEqual([9997])
    expect(await world.booking(9997)).toMatchObject({ cancelled: true })
  })
})
