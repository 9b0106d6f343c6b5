import type { Booking, MophClient } from '../../../src/doors/client/index.ts'

/** The day of the sample schedules, where the clock stands at the oracle's now. */
export const day = '2026-12-01'

export const hospital = { hospital_code: '99999' }
export const cid = '1999900000030'
export const held = { ...hospital, cid, hospital_appointment_slot_id: 8888 }
export const booking = (schedule_id: number): Booking => ({
  hospital: { hospital_code: '00000', hospital_name: 'รพ. ทดสอบระบบ', system_identifier: 'HIS ABC v1.0' },
  person: { cid, prefix: 'นาย', first_name: 'ทดสอบ', last_name: 'ระบบ', gender: 1, birth_date: '2000-01-01', mobile_phone: '080-0000001' },
  appointment: { ...hospital, schedule_id, comment: 'ทดสอบ #1 & ?' },
})

/** A call of each operation that a new world answers with something in it. */
export const appointmentExamples = {
  getHospitalDepartment: ({ appointment }) => appointment.getHospitalDepartment(hospital),
  getHospitalRoom: ({ appointment }) => appointment.getHospitalRoom({ ...hospital, department_id: 2 }),
  getHospitalSlotGroupByProvince: ({ appointment }) =>
    appointment.getHospitalSlotGroupByProvince({ date_start: day, date_finish: '2026-12-31', province_code: '10' }),
  getHospitalSlotByMonth: ({ appointment }) => appointment.getHospitalSlotByMonth({ ...hospital, year: 2026, month: 12 }),
  getHospitalSlotByDate: ({ appointment }) => appointment.getHospitalSlotByDate({ ...hospital, date: day, department_id: 9, room_id: 9 }),
  confirmAppointmentSlot: ({ appointment }) => appointment.confirmAppointmentSlot(booking(999)),
  getAppointment: ({ appointment }) => appointment.getAppointment({ cid }),
  getHospitalSlotConfirmByDate: ({ appointment }) => appointment.getHospitalSlotConfirmByDate({ ...hospital, date: day }),
  postponeAppointmentSlot: ({ appointment }) =>
    appointment.postponeAppointmentSlot({ ...hospital, cid: '1999900000013', hospital_appointment_slot_id: 9997, schedule_id: 995 }),
  cancelAppointmentSlot: ({ appointment }) =>
    appointment.cancelAppointmentSlot({ ...hospital, cid: '1999900000013', hospital_appointment_slot_id: 9997 }),
} satisfies Record<string, (client: MophClient) => Promise<unknown>>
