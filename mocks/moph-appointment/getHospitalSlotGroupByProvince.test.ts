import { describe, expect, it } from 'vitest'
import { dayAfter, sampleDay, stranger, testWorld } from '../testing/world.ts'

describe('GetHospitalSlotGroupByProvince', () => {
  const world = testWorld()
  const slots = (date_start: string, date_finish: string, more: { province_code?: string } = {}) =>
    world.his.slot('GetHospitalSlotGroupByProvince', { date_start, date_finish, ...more })
  /** Two rooms, three times, ten slots. */
  const regular = 60

  it('adds up the free online slots of each facility, first and last day included', async () => {
    const { json } = await slots(dayAfter(6), sampleDay)
    expect(json.result).toEqual([
      { hospital_code: '00000', hospital_name: 'รพ.ทดสอบระบบ', available_slot: 999 },
      // 994, 995, 998 and 999; 996 is not open online.
      { hospital_code: '99999', hospital_name: 'รพ.ทดสอบปลายทาง', available_slot: 2 * regular + 9 + 1 + 0 + 999 },
    ])
  })

  it('sinks with a booking', async () => {
    await world.booked(98, stranger(), '00000')
    expect((await slots(sampleDay, sampleDay)).json.result[0].available_slot).toBe(998)
  })

  it('counts from today on, whatever the first day asked for', async () => {
    const { json } = await slots('2020-01-01', dayAfter(1))
    expect(json.result).toEqual([expect.objectContaining({ hospital_code: '99999', available_slot: regular })])
    expect((await slots('2000-01-01', '2000-12-31')).json.result).toEqual([])
  })

  it('looks at one province where it is named', async () => {
    const of = async (province_code: string) => (await slots(sampleDay, sampleDay, { province_code })).json.result
    expect((await of('10')).length).toBe(2)
    expect(await of('13')).toEqual([])
  })

  it('refuses a range that is reversed', async () => {
    const reply = await slots(sampleDay, dayAfter(6))
    expect(reply.status).toBe(400)
    expect(await world.rules()).toContain('moph-appointment/date-range-reversed')
  })
})
