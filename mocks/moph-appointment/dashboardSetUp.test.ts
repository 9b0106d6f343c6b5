import { describe, expect, it } from 'vitest'
import { dayAfter, stranger, testWorld } from '../testing/world.ts'

describe('The dashboard, setting up what can be booked', () => {
  const world = testWorld()
  const post = (what: string, body: unknown, hospital = '99990') => world.control('POST', `/dashboard/${hospital}/${what}`, body)
  const rule = (reply: { json: { error: { rule: string } } }) => reply.json.error.rule

  it('goes from department to room, time range, schedule and booking, as the manual does', async () => {
    const { department_id } = (await post('departments', { name: 'ทันตกรรม' })).json
    const { room_id } = (await post('rooms', { department_id, name: 'ห้องฟัน 1', queue_code: 'D', queue_length: 2 })).json
    const { time_range_id } = (await post('time-ranges', { name: 'เช้า', time_start: '08:30:00', time_finish: '11:59:59' })).json
    const { json: schedule } = await post('schedules', { date: dayAfter(3), room_id, time_range_id, slots: 2 })
    expect(schedule).toMatchObject({ department_id, room_id, slots: 2, booked: 0, online: false })
    expect((await world.his.book(schedule.schedule_id, stranger(), '99990')).status, 'not open online yet').toBe(400)

    const opened = await world.control('PATCH', `/dashboard/99990/schedules/${schedule.schedule_id}`, { online: true })
    expect(opened.json).toEqual({ ...schedule, online: true })
    const { json: free } = await world.his.slot('GetHospitalSlotByDate', { hospital_code: '99990', date: dayAfter(3) })
    expect(free.result).toEqual([
      {
        schedule_id: schedule.schedule_id,
        department_id,
        department_name: 'ทันตกรรม',
        room_id,
        room_name: 'ห้องฟัน 1',
        time_start: '08:30:00',
        time_finish: '11:59:59',
        available_slot: 2,
      },
    ])
    const id = await world.booked(schedule.schedule_id, stranger(), '99990')
    expect((await world.booking(id, '99990')).queue_no).toBe('D01')
  })

  it.each(['departments', 'rooms', 'time-ranges', 'schedules'])('lists the %s of one facility only', async (what) => {
    expect((await world.control('GET', `/dashboard/99999/${what}`)).json.length).toBeGreaterThan(0)
    expect((await world.control('GET', `/dashboard/99990/${what}`)).json).toEqual([])
  })

  it('lists the schedules of one day', async () => {
    const { json } = await world.control('GET', `/dashboard/00000/schedules?date=${dayAfter(14)}`)
    expect(json).toMatchObject([{ schedule_id: 99, date: dayAfter(14) }])
  })

  it.each([
    ['a department at an unknown facility', 'departments', { name: 'x' }, '99991', 'unknown-hospital'],
    [
      'a room at an unknown facility',
      'rooms',
      { department_id: 2, name: 'x', queue_code: 'X', queue_length: 3 },
      '99991',
      'unknown-hospital',
    ],
    [
      'a room in the department of another facility',
      'rooms',
      { department_id: 1, name: 'x', queue_code: 'X', queue_length: 3 },
      '99999',
      'unknown-department',
    ],
    [
      'a time range at an unknown facility',
      'time-ranges',
      { name: 'x', time_start: '08:00:00', time_finish: '08:59:59' },
      '99991',
      'unknown-hospital',
    ],
    [
      'a schedule in the room of another facility',
      'schedules',
      { date: dayAfter(1), room_id: 1, time_range_id: 2, slots: 1 },
      '99999',
      'unknown-room',
    ],
    [
      'a schedule at a time of another facility',
      'schedules',
      { date: dayAfter(1), room_id: 2, time_range_id: 1, slots: 1 },
      '99999',
      'unknown-time-range',
    ],
  ])('refuses %s', async (_what, what, body, hospital, expected) => {
    const reply = await post(what, body, hospital)
    expect(reply.status).toBe(404)
    expect(rule(reply)).toBe(expected)
  })

  it('changes the number of slots, but never below the bookings', async () => {
    const change = (slots: number) => world.control('PATCH', '/dashboard/99999/schedules/994', { slots })
    expect((await change(1)).json).toMatchObject({ slots: 1, booked: 1 })
    const reply = await change(0)
    expect(reply.status).toBe(409)
    expect(rule(reply)).toBe('fewer-slots-than-bookings')
    expect(await world.schedule(994)).toMatchObject({ slots: 1, booked: 1 })
    expect((await world.his.book(994, stranger())).status).toBe(409)
  })

  it('does not change the schedule of another facility', async () => {
    const reply = await world.control('PATCH', '/dashboard/99999/schedules/98', { slots: 5 })
    expect(reply.status).toBe(404)
    expect(rule(reply)).toBe('unknown-schedule')
    expect((await world.schedule(98, '00000')).slots).toBe(1000)
  })
})
