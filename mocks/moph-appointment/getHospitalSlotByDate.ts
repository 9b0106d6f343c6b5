import type { operations } from '../../src/generated/moph-appointment.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'

/** Online schedules of a day, the source of schedule_id; one that is past or full shows 0 (MOPH Appointment Center manual, 4.3.2). */
export const getHospitalSlotByDate: OperationFunction<operations['getHospitalSlotByDate']> = async ({ query }, { db, clock }) => {
  const { hospital_code, date, department_id, room_id } = query
  const schedules = await onlineSchedules(db, { hospital_code, date })
  const past = date < clock.today()
  const wanted =
    department_id === undefined && room_id === undefined
      ? schedules
      : schedules.filter((row) => (department_id ?? row.department_id) === row.department_id && (room_id ?? row.room_id) === row.room_id)
  return {
    result: wanted.map((row) => ({
      schedule_id: row.schedule_id,
      department_id: row.department_id,
      department_name: row.department_name,
      room_id: row.room_id,
      room_name: row.room_name,
      time_start: row.time_start,
      time_finish: row.time_finish,
      available_slot: past ? 0 : row.slots - row.booked,
    })),
  }
}

/** The call that every booking screen makes, so it is compiled once. */
const onlineSchedules = prepared((db, { hospital_code, date }: { hospital_code: string; date: string }) =>
  db
    .selectFrom('schedules as s')
    .innerJoin('time_ranges as t', 't.id', 's.time_range_id')
    .innerJoin('departments as d', 'd.id', 's.department_id')
    .innerJoin('rooms as r', 'r.id', 's.room_id')
    .select([
      's.id as schedule_id',
      's.department_id',
      'd.name as department_name',
      's.room_id',
      'r.name as room_name',
      't.time_start',
      't.time_finish',
      's.slots',
      's.booked',
    ])
    .where('s.hospital_code', '=', hospital_code)
    .where('s.date', '=', date)
    .where('s.online', '=', 1)
    .orderBy('t.time_start')
    .orderBy('s.id'),
)
