import { describe, expect, it } from 'vitest'
import { booking } from '../../fixtures/harness/appointment.ts'
import { dayAfter, manee, sampleDay, somsri, start, stranger, testWorld } from '../testing/world.ts'

describe('Appointment', () => {
  const world = testWorld()

  it('shows the person and the bookings of the day and later, soonest first, in the envelope', async () => {
    await world.booked(99, '0000000000000', '00000')
    const { json } = await world.his.appointments('0000000000000')
    expect(json).toEqual({
      result: {
        person: {
          cid: '0000000000000',
          prefix: 'คำนำหน้า',
          first_name: 'ทดสอบ',
          last_name: 'ระบบ',
          birth_date: '2000-01-01',
          phone_number: '000-0000000',
        },
        appointments: [
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
          },
          expect.objectContaining({ hospital_appointment_slot_id: 8888, appointment_date: dayAfter(14) }),
        ],
      },
      MessageCode: 200,
      Message: 'OK',
      RequestTime: start,
    })
  })

  it('leaves out what is cancelled or past', async () => {
    const ids = async () =>
      (await world.his.appointments(somsri)).json.result.appointments.map(
        ({ hospital_appointment_slot_id: id }: { hospital_appointment_slot_id: number }) => id,
      )
    expect(await ids(), 'not 9996, which was yesterday').toEqual([9997])
    await world.his.slot('CancelAppointmentSlot', { hospital_code: '99999', cid: somsri, hospital_appointment_slot_id: 9997 })
    expect(await ids()).toEqual([])
  })

  it('keeps a booking for the whole of its day', async () => {
    const { json: schedules } = await world.his.slot('GetHospitalSlotByDate', { hospital_code: '99999', date: dayAfter(1) })
    await world.booked(schedules.result[0].schedule_id, stranger())
    const booked = async () => (await world.his.appointments(stranger())).json.result.appointments.length
    await world.control('PUT', '/clock', { mode: 'frozen', now: `${dayAfter(1)}T23:59:59+07:00` })
    await world.logInAgain()
    expect(await booked()).toBe(1)
    await world.advance({ seconds: 1 })
    expect(await booked()).toBe(0)
  })

  it('shows someone unknown from what was booked for them, and MOPH-IC’s data on whom it knows', async () => {
    expect((await world.his.appointments(stranger())).json.result).toEqual({ person: null, appointments: [] })
    await world.booked(999, stranger())
    expect((await world.his.appointments(stranger())).json.result.person).toMatchObject({
      cid: stranger(),
      prefix: 'นาย',
      phone_number: '000-0000000',
    })
    await world.his.confirm(booking({ schedule_id: 999, cid: manee }))
    expect((await world.his.appointments(manee)).json.result.person).toMatchObject({ prefix: 'น.ส.', first_name: 'มานี' })
  })

  it('shows whether the facility has accepted', async () => {
    await world.control('POST', '/dashboard/00000/bookings/9999/accept?as=demo-00000')
    const { json } = await world.his.appointments('0000000000000')
    expect(json.result.appointments[0]).toMatchObject({
      hospital_confirm: true,
      hospital_confirm_staff: 'demo-00000',
      hospital_confirm_datetime: '2026-12-01T09:00:00',
    })
  })

  it('reports a wrong check digit, and answers', async () => {
    expect((await world.his.appointments('1999900000014')).status).toBe(200)
    expect(await world.findings()).toContainEqual(
      expect.objectContaining({ rule: 'schema/format', severity: 'warning', pointer: '/query/cid' }),
    )
  })
})
