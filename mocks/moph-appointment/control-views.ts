import type { components } from '../../src/generated/control/moph-appointment.ts'
import { type BookingDetails, personOf } from './booking-views.ts'
import type { Schedule } from './schedules.ts'

/** A booking as the dashboard and the Mor Prom app show it. */
export function bookingOf(row: BookingDetails): components['schemas']['Booking'] {
  return {
    booking_id: row.id,
    schedule_id: row.schedule_id,
    hospital_code: row.hospital_code,
    hospital_name: row.hospital_name,
    department_name: row.department_name,
    room_name: row.room_name,
    date: row.date,
    time_start: row.time_start,
    time_finish: row.time_finish,
    queue_no: row.queue_no,
    person: personOf(row),
    cancelled: row.cancelled === 1,
    accepted: row.accepted === 1,
    accepted_by: row.accepted_by,
    accepted_at: row.accepted_at,
    confirmed_by_patient: row.confirmed_by_patient === 1,
    made_by: row.made_by,
    comment: row.comment,
  }
}

export function scheduleOf({ id, hospital_code: _facility, online, ...rest }: Schedule): components['schemas']['Schedule'] {
  return { schedule_id: id, ...rest, online: online === 1 }
}
