import type { MophClient } from '../client.ts'
import type { AppointmentClient } from '../moph-appointment/index.ts'
import type { Booking } from '../moph-appointment/types.ts'

export const hospital = { hospital_code: '99999' }
export const cid = '1999900000019'
export const booked = { ...hospital, cid, hospital_appointment_slot_id: 8888 }

export const booking: Booking = {
  hospital: { hospital_code: '00000', hospital_name: 'รพ. ทดสอบระบบ', system_identifier: 'HIS ABC v1.0' },
  person: { cid, prefix: 'นาย', first_name: 'ทดสอบ', last_name: 'ระบบ', gender: 1, birth_date: '2000-01-01', mobile_phone: '080-0000001' },
  appointment: { hospital_code: '99999', schedule_id: 999, comment: 'ทดสอบ #1 & ?' },
}

/** One example call of every operation of the Appointment Center. */
export const examples: Record<keyof AppointmentClient, (client: MophClient) => Promise<unknown>> = {
  getAppointment: ({ appointment }) => appointment.getAppointment({ cid }),
  getHospitalDepartment: ({ appointment }) => appointment.getHospitalDepartment(hospital),
  getHospitalRoom: ({ appointment }) => appointment.getHospitalRoom({ ...hospital, department_id: 1 }),
  getHospitalSlotGroupByProvince: ({ appointment }) =>
    appointment.getHospitalSlotGroupByProvince({ date_start: '2026-12-01', date_finish: '2026-12-31' }),
  getHospitalSlotByMonth: ({ appointment }) => appointment.getHospitalSlotByMonth({ ...hospital, year: 2026, month: 1 }),
  getHospitalSlotByDate: ({ appointment }) => appointment.getHospitalSlotByDate({ ...hospital, date: '2026-12-01', room_id: 2 }),
  confirmAppointmentSlot: ({ appointment }) => appointment.confirmAppointmentSlot(booking),
  cancelAppointmentSlot: ({ appointment }) => appointment.cancelAppointmentSlot(booked),
  postponeAppointmentSlot: ({ appointment }) => appointment.postponeAppointmentSlot({ ...booked, schedule_id: 1000 }),
  getHospitalSlotConfirmByDate: ({ appointment }) => appointment.getHospitalSlotConfirmByDate({ ...hospital, date: '2026-12-01' }),
}

export const operations = Object.keys(examples) as (keyof AppointmentClient)[]
