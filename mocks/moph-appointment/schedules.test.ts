import { describe, expect, it } from 'vitest'
import { booking } from '../../fixtures/harness/appointment.ts'
import { dayAfter, sampleDay, stranger, testWorld } from '../testing/world.ts'

describe('Queue numbers', () => {
  const world = testWorld()

  const queueNo = async (id: number) => (await world.booking(id)).queue_no
  const add = async (what: string, body: unknown) => (await world.control('POST', `/dashboard/99999/${what}`, body)).json
  const addSchedule = (room_id: number, date: string) => add('schedules', { room_id, date, time_range_id: 2, slots: 200, online: true })
  const addRoom = (queue_code: string, queue_length: number) => add('rooms', { department_id: 9, name: 'ห้องใหม่', queue_code, queue_length })

  it('go on through all schedules of a room and day', async () => {
    const given = [await world.booked(999, stranger(1)), await world.booked(995, stranger(2)), await world.booked(994, stranger(3))]
    expect(await Promise.all(given.map(queueNo))).toEqual(['A003', 'A004', 'A005'])
  })

  it('start again on another day and in another room', async () => {
    const { schedule_id: tomorrow } = await addSchedule(9, dayAfter(1))
    const { room_id } = await addRoom('B', 2)
    const { schedule_id: elsewhere } = await addSchedule(room_id, sampleDay)
    expect(await queueNo(await world.booked(tomorrow, stranger()))).toBe('A001')
    expect(await queueNo(await world.booked(elsewhere, stranger()))).toBe('B01')
  })

  it('are not given out again after a cancel or a postponement', async () => {
    const first = await world.booked(999, stranger(1))
    await world.his.slot('CancelAppointmentSlot', { hospital_code: '99999', cid: stranger(1), hospital_appointment_slot_id: first })
    const second = await world.booked(999, stranger(2))
    expect(await queueNo(second)).toBe('A004')
    const { schedule_id } = await addSchedule(9, dayAfter(1))
    await world.his.slot('PostponeAppointmentSlot', {
      hospital_code: '99999',
      cid: stranger(2),
      hospital_appointment_slot_id: second,
      schedule_id,
    })
    expect(await queueNo(second)).toBe('A001')
    expect(await queueNo(await world.booked(999, stranger(3)))).toBe('A005')
  })

  it('are not used up by a refused call', async () => {
    await world.his.book(998, stranger(1))
    await world.his.confirm(booking({ schedule_id: 994, cid: '1999900000013' }))
    expect(await queueNo(await world.booked(999, stranger(2)))).toBe('A003')
  })

  it('grow longer than the queue length rather than start again', async () => {
    const { room_id } = await addRoom('C', 1)
    const { schedule_id } = await addSchedule(room_id, sampleDay)
    const given: string[] = []
    for (let number = 1; number <= 11; number++) given.push(await queueNo(await world.booked(schedule_id, stranger(number))))
    expect(given).toEqual(['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11'])
  })

  it('may go without a code', async () => {
    const { room_id } = await addRoom('', 3)
    const { schedule_id } = await addSchedule(room_id, sampleDay)
    expect(await queueNo(await world.booked(schedule_id, stranger()))).toBe('001')
  })
})
