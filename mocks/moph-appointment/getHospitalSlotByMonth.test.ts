import { describe, expect, it } from 'vitest'
import { sampleDay, somsri, testWorld } from '../testing/world.ts'

describe('GetHospitalSlotByMonth', () => {
  const world = testWorld()
  const month = (year: number, month: number | string, hospital_code = '99999') =>
    world.his.slot('GetHospitalSlotByMonth', { hospital_code, year, month })
  const slotsOf = async (date: string, hospital_code?: string) =>
    (await month(Number(date.slice(0, 4)), Number(date.slice(5, 7)), hospital_code)).json.result.find(
      (day: { date: string }) => day.date === date,
    )

  it('lists every day of the month with an online schedule, in order, with its free slots', async () => {
    const { json } = await month(2026, 12)
    const dates = json.result.map(({ date }: { date: string }) => date)
    // The regular rooms are open from tomorrow, 2 December, for 30 days; 997, of yesterday, is in November.
    expect(dates).toEqual(Array.from({ length: 30 }, (_, index) => `2026-12-${String(index + 2).padStart(2, '0')}`))
    expect(json.result[0]).toEqual({ date: '2026-12-02', available_slot: 60 })
    expect((await month(2026, 12, '00000')).json.result).toEqual([
      { date: '2026-12-08', available_slot: 999 },
      { date: '2026-12-15', available_slot: 999 },
    ])
  })

  it('keeps a day that is full, and one that is past, with 0', async () => {
    expect(await slotsOf('2026-11-30')).toEqual({ date: '2026-11-30', available_slot: 0 })
    await world.control('PATCH', '/dashboard/00000/schedules/98', { slots: 1 })
    expect(await slotsOf(sampleDay, '00000')).toEqual({ date: sampleDay, available_slot: 0 })
  })

  it('rises with a cancel', async () => {
    const before = (await slotsOf(sampleDay)).available_slot
    await world.his.slot('CancelAppointmentSlot', { hospital_code: '99999', cid: somsri, hospital_appointment_slot_id: 9997 })
    expect((await slotsOf(sampleDay)).available_slot).toBe(before + 1)
  })

  it('takes the month with a leading zero too, and has an empty list where there is nothing', async () => {
    expect((await month(2027, '01')).json.result).toEqual((await month(2027, 1)).json.result)
    expect((await month(2021, 1)).json.result).toEqual([])
  })

  it('answers 1899 with nothing and a remark: no document names a first year', async () => {
    expect(await month(1899, 1)).toMatchObject({ status: 200, json: { result: [] } })
    expect(await world.findings()).toMatchObject([{ rule: 'schema/minimum', severity: 'warning', provenance: { level: 'assumed' } }])
  })

  it.each([
    ['the Buddhist year', 2569, 12, 'schema/calendar', '/query/year'],
    ['a 13th month', 2026, 13, 'schema/maximum', '/query/month'],
    ['month 0', 2026, 0, 'schema/minimum', '/query/month'],
  ])('refuses %s', async (_what, year, number, rule, pointer) => {
    expect((await month(year, number)).status).toBe(400)
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule, pointer }))
  })
})
