import { describe, expect, it } from 'vitest'
import { sampleDay, somsri, stranger, testWorld } from '../testing/world.ts'

describe('GetHospitalSlotConfirmByDate', () => {
  const world = testWorld()
  const bookings = async (date: string, hospital_code = '99999') =>
    (await world.his.slot('GetHospitalSlotConfirmByDate', { hospital_code, date })).json.result

  it('lists the bookings of the day with the person and the schedule', async () => {
    expect(await bookings(sampleDay, '00000')).toEqual([
      {
        hospital_appointment_slot_id: 9999,
        hospital_code: '00000',
        hospital_name: 'รพ.ทดสอบระบบ',
        hospital_department_name: 'อายุรกรรม',
        hospital_room_name: 'ห้องตรวจ อายุรกรรม 1',
        appointment_date: sampleDay,
        queue_no: 'A001',
        time_start: '08:00:00',
        time_finish: '08:59:59',
        appointment_datetime: `${sampleDay}T08:00:00`,
        hospital_confirm: false,
        hospital_confirm_staff: null,
        hospital_confirm_datetime: null,
        schedule_id: 98,
        person: {
          cid: '0000000000000',
          prefix: 'คำนำหน้า',
          first_name: 'ทดสอบ',
          last_name: 'ระบบ',
          birth_date: '2000-01-01',
          phone_number: '000-0000000',
        },
      },
    ])
  })

  it('shows a new booking and drops a cancelled one; a past day stays readable', async () => {
    const id = await world.booked(999, stranger())
    await world.his.slot('CancelAppointmentSlot', { hospital_code: '99999', cid: somsri, hospital_appointment_slot_id: 9997 })
    const ids = (await bookings(sampleDay)).map((booking: { hospital_appointment_slot_id: number }) => booking.hospital_appointment_slot_id)
    expect(ids).toEqual([id, 9998])
    expect((await bookings('2026-11-30')).length).toBe(1)
  })

  it('has an empty list where nothing is booked', async () => {
    expect(await bookings('2021-12-21')).toEqual([])
    expect(await bookings(sampleDay, '99991')).toEqual([])
  })
})
