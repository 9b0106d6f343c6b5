import type { Db } from '../../src/upstream/tables.ts'

/** A booking with the names of everything it refers to; the base of what the API and the dashboard show. */
export function bookingDetails(db: Db) {
  return db
    .selectFrom('bookings as b')
    .innerJoin('schedules as s', 's.id', 'b.schedule_id')
    .innerJoin('time_ranges as t', 't.id', 's.time_range_id')
    .innerJoin('departments as d', 'd.id', 's.department_id')
    .innerJoin('rooms as r', 'r.id', 's.room_id')
    .innerJoin('hospitals as h', 'h.hospital_code', 's.hospital_code')
    .selectAll('b')
    .select([
      's.hospital_code',
      's.date',
      't.time_start',
      't.time_finish',
      'd.name as department_name',
      'r.name as room_name',
      'h.hospital_name',
    ])
    .orderBy('s.date')
    .orderBy('t.time_start')
    .orderBy('b.id')
}

export type BookingDetails = Awaited<ReturnType<ReturnType<typeof bookingDetails>['execute']>>[number]

/** A booking as the API shows it (MOPH Appointment Center manual, 4.3.1, and what public clients read beside it). */
export function appointmentOf(row: BookingDetails) {
  return {
    hospital_appointment_slot_id: row.id,
    hospital_code: row.hospital_code,
    hospital_name: row.hospital_name,
    hospital_department_name: row.department_name,
    hospital_room_name: row.room_name,
    appointment_date: row.date,
    queue_no: row.queue_no,
    time_start: row.time_start,
    time_finish: row.time_finish,
    appointment_datetime: `${row.date}T${row.time_start}`,
    hospital_confirm: row.accepted === 1,
    hospital_confirm_staff: row.accepted_by,
    hospital_confirm_datetime: row.accepted_at,
  }
}

interface Person {
  cid: string
  prefix: string
  first_name: string
  last_name: string
  birth_date: string | null
  phone_number: string | null
}

/** A person as the API shows them; the request's mobile_phone is phone_number here. */
export function personOf({ cid, prefix, first_name, last_name, birth_date, phone_number }: Person): Person {
  return { cid, prefix, first_name, last_name, birth_date, phone_number }
}
