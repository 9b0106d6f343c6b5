import type { operations } from '../../src/generated/moph-appointment.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { findPerson } from '../population/people.ts'
import { personOf } from './booking-views.ts'
import { makeBooking } from './bookings.ts'
import { bookableSchedule } from './schedules.ts'

/** Books a slot (MOPH Appointment Center manual, 4.3.3). Where MOPH-IC knows the person, its data is used instead of what was sent. */
export const confirmAppointmentSlot: OperationFunction<operations['confirmAppointmentSlot']> = async ({ body }, world) => {
  const { person, appointment } = body
  const at = {
    schedule: { pointer: '/body/appointment/schedule_id', seen: appointment.schedule_id },
    person: { pointer: '/body/person/cid', seen: person.cid },
  }
  const schedule = await bookableSchedule(world, appointment.schedule_id, {
    at: at.schedule,
    hospitalCode: appointment.hospital_code,
    onlineOnly: true,
  })
  const known = await findPerson(world.db, person.cid)
  const sent = { ...person, birth_date: person.birth_date ?? null, phone_number: person.mobile_phone }
  const id = await makeBooking(world, schedule, personOf(known?.moph_ic === 1 ? known : sent), {
    comment: appointment.comment ?? null,
    madeBy: 'api',
    at,
  })
  return { result: { hospital_appointment_slot_id: id } }
}
