import { sql } from 'kysely'
import type { TableSet } from '../../src/upstream/tables.ts'

/** One slot group of a room on a day: so many slots from a start to an end. */
export interface ScheduleRow {
  id: number
  hospital_code: string
  date: string
  time_range_id: number
  department_id: number
  room_id: number
  slots: number
  /** Slots taken by bookings that are not cancelled; never more than `slots`. */
  booked: number
  /** เปิดให้จอง Online */
  online: number
}

export interface BookingRow {
  id: number
  schedule_id: number
  queue_no: string
  cid: string
  prefix: string
  first_name: string
  last_name: string
  birth_date: string | null
  phone_number: string | null
  comment: string | null
  made_by: 'api' | 'officer' | 'patient'
  cancelled: number
  /** รับนัด */
  accepted: number
  accepted_by: string | null
  accepted_at: string | null
  confirmed_by_patient: number
}

declare module '../../src/upstream/tables.ts' {
  interface Tables {
    departments: { id: number; hospital_code: string; name: string }
    rooms: { id: number; hospital_code: string; department_id: number; name: string; queue_code: string; queue_length: number }
    time_ranges: { id: number; hospital_code: string; name: string; time_start: string; time_finish: string }
    schedules: ScheduleRow
    bookings: BookingRow
    queue_counters: { room_id: number; date: string; last: number }
  }
}

export const appointmentTables: TableSet = {
  names: ['departments', 'rooms', 'time_ranges', 'schedules', 'bookings', 'queue_counters'],
  async create(db) {
    await db.schema
      .createTable('departments')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('hospital_code', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('rooms')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('hospital_code', 'text', (c) => c.notNull())
      .addColumn('department_id', 'integer', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('queue_code', 'text', (c) => c.notNull())
      .addColumn('queue_length', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('time_ranges')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('hospital_code', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('time_start', 'text', (c) => c.notNull())
      .addColumn('time_finish', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('schedules')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('hospital_code', 'text', (c) => c.notNull())
      .addColumn('date', 'text', (c) => c.notNull())
      .addColumn('time_range_id', 'integer', (c) => c.notNull())
      .addColumn('department_id', 'integer', (c) => c.notNull())
      .addColumn('room_id', 'integer', (c) => c.notNull())
      .addColumn('slots', 'integer', (c) => c.notNull())
      .addColumn('booked', 'integer', (c) => c.notNull())
      .addColumn('online', 'integer', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('schedules_of_a_day').on('schedules').columns(['hospital_code', 'date']).execute()
    await db.schema
      .createTable('bookings')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('schedule_id', 'integer', (c) => c.notNull())
      .addColumn('queue_no', 'text', (c) => c.notNull())
      .addColumn('cid', 'text', (c) => c.notNull())
      .addColumn('prefix', 'text', (c) => c.notNull())
      .addColumn('first_name', 'text', (c) => c.notNull())
      .addColumn('last_name', 'text', (c) => c.notNull())
      .addColumn('birth_date', 'text')
      .addColumn('phone_number', 'text')
      .addColumn('comment', 'text')
      .addColumn('made_by', 'text', (c) => c.notNull())
      .addColumn('cancelled', 'integer', (c) => c.notNull())
      .addColumn('accepted', 'integer', (c) => c.notNull())
      .addColumn('accepted_by', 'text')
      .addColumn('accepted_at', 'text')
      .addColumn('confirmed_by_patient', 'integer', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('bookings_of_a_person').on('bookings').column('cid').execute()
    // Two calls can never give one person the same schedule twice, whatever else happens.
    await db.schema
      .createIndex('one_booking_a_person')
      .on('bookings')
      .columns(['schedule_id', 'cid'])
      .unique()
      .where(sql.ref('cancelled'), '=', 0)
      .execute()
    await db.schema
      .createTable('queue_counters')
      .addColumn('room_id', 'integer', (c) => c.notNull())
      .addColumn('date', 'text', (c) => c.notNull())
      .addColumn('last', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('queue_counters_key', ['room_id', 'date'])
      .execute()
  },
}
