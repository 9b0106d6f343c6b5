import type { operations, Rule } from '../../src/generated/control/moph-appointment.ts'
import { nextId } from '../../src/upstream/ids.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { findHospital } from '../population/people.ts'
import { scheduleOf } from './control-views.ts'
import { officerOf } from './officer.ts'

const refuse = refusals<Rule>()

type SetUp = Pick<
  operations,
  | 'listDepartments'
  | 'addDepartment'
  | 'listRooms'
  | 'addRoom'
  | 'listTimeRanges'
  | 'addTimeRange'
  | 'listSchedules'
  | 'addSchedule'
  | 'changeSchedule'
>

/** The officer sets up what can be booked: departments, rooms, time ranges, schedules (MOPH Appointment Center manual, 2.1 to 2.4). */
export const dashboardSetUp: OperationFunctions<SetUp> = {
  async listDepartments({ path, query }, world) {
    await officerOf(path.hospital_code, query.as, world)
    return world.db
      .selectFrom('departments')
      .select(['id as department_id', 'name'])
      .where('hospital_code', '=', path.hospital_code)
      .orderBy('id')
      .execute()
  },

  async addDepartment({ path, query, body }, world) {
    await officerOf(path.hospital_code, query.as, world)
    await knownHospital(path.hospital_code, world.db)
    const id = await nextId(world.db, 'department')
    await world.db.insertInto('departments').values({ id, hospital_code: path.hospital_code, name: body.name }).execute()
    return { department_id: id, name: body.name }
  },

  async listRooms({ path, query }, world) {
    await officerOf(path.hospital_code, query.as, world)
    const rooms = world.db.selectFrom('rooms').select(['id as room_id', 'department_id', 'name', 'queue_code', 'queue_length'])
    return rooms.where('hospital_code', '=', path.hospital_code).orderBy('id').execute()
  },

  async addRoom({ path, query, body }, world) {
    await officerOf(path.hospital_code, query.as, world)
    await knownHospital(path.hospital_code, world.db)
    if (!(await owns(world.db, 'departments', body.department_id, path.hospital_code))) {
      throw refuse('unknown-department', { pointer: '/body/department_id', seen: body.department_id })
    }
    const id = await nextId(world.db, 'room')
    const { department_id, name, queue_code, queue_length } = body
    await world.db
      .insertInto('rooms')
      .values({ id, hospital_code: path.hospital_code, department_id, name, queue_code, queue_length })
      .execute()
    return { room_id: id, department_id, name, queue_code, queue_length }
  },

  async listTimeRanges({ path, query }, world) {
    await officerOf(path.hospital_code, query.as, world)
    const ranges = world.db.selectFrom('time_ranges').select(['id as time_range_id', 'name', 'time_start', 'time_finish'])
    return ranges.where('hospital_code', '=', path.hospital_code).orderBy('id').execute()
  },

  async addTimeRange({ path, query, body }, world) {
    await officerOf(path.hospital_code, query.as, world)
    await knownHospital(path.hospital_code, world.db)
    const id = await nextId(world.db, 'time_range')
    const { name, time_start, time_finish } = body
    await world.db.insertInto('time_ranges').values({ id, hospital_code: path.hospital_code, name, time_start, time_finish }).execute()
    return { time_range_id: id, name, time_start, time_finish }
  },

  async listSchedules({ path, query }, world) {
    await officerOf(path.hospital_code, query.as, world)
    let schedules = world.db.selectFrom('schedules').selectAll().where('hospital_code', '=', path.hospital_code)
    if (query.date !== undefined) schedules = schedules.where('date', '=', query.date)
    return (await schedules.orderBy('date').orderBy('id').execute()).map(scheduleOf)
  },

  async addSchedule({ path, query, body }, world) {
    await officerOf(path.hospital_code, query.as, world)
    const room = await owns(world.db, 'rooms', body.room_id, path.hospital_code)
    if (!room) throw refuse('unknown-room', { pointer: '/body/room_id', seen: body.room_id })
    if (!(await owns(world.db, 'time_ranges', body.time_range_id, path.hospital_code))) {
      throw refuse('unknown-time-range', { pointer: '/body/time_range_id', seen: body.time_range_id })
    }
    const { department_id } = await world.db
      .selectFrom('rooms')
      .select('department_id')
      .where('id', '=', body.room_id)
      .executeTakeFirstOrThrow()
    const id = await nextId(world.db, 'schedule')
    const { date, time_range_id, room_id, slots, online = false } = body
    const row = {
      id,
      hospital_code: path.hospital_code,
      date,
      time_range_id,
      department_id,
      room_id,
      slots,
      booked: 0,
      online: Number(online),
    }
    await world.db.insertInto('schedules').values(row).execute()
    return scheduleOf(row)
  },

  async changeSchedule({ path, query, body }, world) {
    await officerOf(path.hospital_code, query.as, world)
    const at = { pointer: '/path/schedule_id', seen: path.schedule_id }
    if (!(await owns(world.db, 'schedules', path.schedule_id, path.hospital_code))) throw refuse('unknown-schedule', at)
    const changed = await world.db
      .updateTable('schedules')
      .set((eb) => ({ slots: body.slots ?? eb.ref('slots'), online: body.online === undefined ? eb.ref('online') : Number(body.online) }))
      .where('id', '=', path.schedule_id)
      .$if(body.slots !== undefined, (rows) => rows.where('booked', '<=', body.slots!))
      .returningAll()
      .executeTakeFirst()
    if (!changed) throw refuse('fewer-slots-than-bookings', { pointer: '/body/slots', seen: body.slots })
    return scheduleOf(changed)
  },
}

async function knownHospital(code: string, db: Db): Promise<void> {
  if (!(await findHospital(db, code))) throw refuse('unknown-hospital', { pointer: '/path/hospital_code', seen: code })
}

async function owns(
  db: Db,
  table: 'departments' | 'rooms' | 'time_ranges' | 'schedules',
  id: number,
  hospitalCode: string,
): Promise<boolean> {
  const row = await db.selectFrom(table).select('id').where('id', '=', id).where('hospital_code', '=', hospitalCode).executeTakeFirst()
  return row !== undefined
}
