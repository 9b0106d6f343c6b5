import { describe, expect, it } from 'vitest'
import { booking } from '../../fixtures/harness/appointment.ts'
import { demoPeople } from '../../fixtures/worlds/demo/people.ts'
import { dayAfter, manee, somsri, stranger, testWorld } from '../testing/world.ts'

describe('The population', () => {
  const world = testWorld()
  const person = { prefix: 'นาย', first_name: 'เอก', last_name: 'ทดลอง', gender: 1, birth_date: '1990-05-06', phone_number: '0800000009' }

  it('knows the people of the demo world, in MOPH-IC or on the white list', async () => {
    const { json } = await world.control('GET', '/people')
    const known = json.map(({ cid, moph_ic, white_list }: Record<string, unknown>) => [cid, moph_ic, white_list])
    expect(known.slice(0, 4)).toEqual([
      ['0000000000000', true, false],
      [somsri, true, false],
      ['1999900000021', true, false],
      [manee, false, true],
    ])
    expect(json).toHaveLength(demoPeople.length)
  })

  it('adds a person to MOPH-IC, whose data then wins over what a booking says', async () => {
    const { json } = await world.control('PUT', `/people/${stranger()}`, person)
    expect(json).toEqual({ cid: stranger(), ...person, moph_ic: true, white_list: false })
    expect((await world.control('GET', `/people/${stranger()}`)).json).toEqual(json)
    const id = await world.booked(999, stranger())
    expect((await world.booking(id)).person).toMatchObject({ first_name: 'เอก', birth_date: '1990-05-06', phone_number: '0800000009' })
  })

  it('replaces a person as a whole', async () => {
    await world.control('PUT', `/people/${stranger()}`, person)
    const { json } = await world.control('PUT', `/people/${stranger()}`, { prefix: 'นาง', first_name: 'โท', last_name: 'ทดลอง' })
    expect(json).toMatchObject({ prefix: 'นาง', first_name: 'โท', gender: null, birth_date: null, phone_number: null })
  })

  it('forgets a person, whose bookings stay', async () => {
    expect((await world.control('DELETE', `/people/${somsri}`)).status).toBe(204)
    expect((await world.control('GET', `/people/${somsri}`)).json.error.rule).toBe('unknown-person')
    expect((await world.control('DELETE', `/people/${somsri}`)).json.error.rule).toBe('unknown-person')
    expect((await world.his.appointments(somsri)).json.result).toMatchObject({ person: { first_name: 'สมศรี' }, appointments: [{}] })
    const id = (await world.his.confirm(booking({ cid: somsri }))).json.result.hospital_appointment_slot_id
    expect((await world.booking(id)).person.first_name, 'now as sent').toBe('ทดสอบ')
  })

  it('adds and renames facilities, which the API shows', async () => {
    const { json: before } = await world.control('GET', '/hospitals')
    expect(before.map(({ hospital_code }: { hospital_code: string }) => hospital_code)).toEqual(['00000', '99990', '99998', '99999'])
    await world.control('PUT', '/hospitals/99991', { hospital_name: 'รพ.ใหม่', province_code: '50' })
    await world.control('PUT', '/hospitals/00000', { hospital_name: 'รพ.เปลี่ยนชื่อ', province_code: '50' })
    expect((await world.control('GET', '/hospitals')).json.length).toBe(5)
    const { json } = await world.his.slot('GetHospitalSlotGroupByProvince', {
      date_start: dayAfter(0),
      date_finish: dayAfter(30),
      province_code: '50',
    })
    expect(json.result).toMatchObject([{ hospital_code: '00000', hospital_name: 'รพ.เปลี่ยนชื่อ' }])
  })
})
