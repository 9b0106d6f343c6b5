import { describe, expect, it } from 'vitest'
import { dayAfter, sampleDay, stranger, testWorld } from '../testing/world.ts'

describe('GetHospitalSlotByDate', () => {
  const world = testWorld()
  const schedules = async (date: string, filter: { department_id?: number; room_id?: number } = {}) =>
    (await world.his.slot('GetHospitalSlotByDate', { hospital_code: '99999', date, ...filter })).json.result
  const ids = async (date: string, filter = {}) =>
    (await schedules(date, filter)).map(({ schedule_id }: { schedule_id: number }) => schedule_id)

  it('lists the online schedules of the day by start, with what is free', async () => {
    const result = await schedules(sampleDay)
    expect(result.map(({ time_start }: { time_start: string }) => time_start)).toEqual(
      result.map(({ time_start }: { time_start: string }) => time_start).toSorted(),
    )
    expect(result).toContainEqual({
      schedule_id: 999,
      department_id: 9,
      department_name: 'ข้อมูลตัวอย่าง',
      room_id: 9,
      room_name: 'ห้องตัวอย่าง',
      time_start: '08:00:00',
      time_finish: '08:59:59',
      available_slot: 999,
    })
  })

  it('does not offer a schedule without the online tick, until it is opened', async () => {
    expect(await ids(sampleDay)).not.toContain(996)
    await world.control('PATCH', '/dashboard/99999/schedules/996', { online: true })
    expect(await ids(sampleDay)).toContain(996)
  })

  it('shows 0 where it is full, where it is past, and where the last slot goes', async () => {
    const free = async (id: number, date = sampleDay) =>
      (await schedules(date)).find(({ schedule_id }: { schedule_id: number }) => schedule_id === id)?.available_slot
    expect(await free(998)).toBe(0)
    expect(await free(997, dayAfter(-1)), 'ten slots, all of yesterday').toBe(0)
    expect(await free(995)).toBe(1)
    await world.booked(995, stranger())
    expect(await free(995)).toBe(0)
  })

  it('looks at one department or one room', async () => {
    const samples = [994, 995, 998, 999]
    expect(await ids(sampleDay, { department_id: 9 })).toEqual(samples)
    expect(await ids(sampleDay, { room_id: 9 })).toEqual(samples)
    expect((await ids(sampleDay, { department_id: 2, room_id: 2 })).length).toBe(3)
    expect(await ids(sampleDay, { department_id: 2, room_id: 9 })).toEqual([])
  })

  it('has an empty list for a day without schedules and for a facility that nobody knows', async () => {
    expect(await schedules('2021-12-21')).toEqual([])
    expect((await world.his.slot('GetHospitalSlotByDate', { hospital_code: '99991', date: sampleDay })).json.result).toEqual([])
  })

  it.each([
    ['the Buddhist year', '2569-12-08', 'schema/calendar'],
    ['a day that is none', '2026-02-30', 'schema/format'],
  ])('refuses %s', async (_what, date, rule) => {
    expect((await world.his.slot('GetHospitalSlotByDate', { hospital_code: '99999', date })).status).toBe(400)
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule, pointer: '/query/date' }))
  })
})
