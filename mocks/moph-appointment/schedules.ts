import type { Selectable } from 'kysely'
import { prepared } from '../../src/upstream/prepared.ts'
import { Refusal, type RefusalPlace } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { World } from '../../src/upstream/world.ts'
import type { ScheduleRow } from './tables.ts'

export type Schedule = Selectable<ScheduleRow>

/** A schedule that can be booked, or the refusal that says why not. Full is found out when a slot is taken. */
export async function bookableSchedule(
  { db, clock }: World,
  id: number,
  { at, hospitalCode, onlineOnly }: { at: RefusalPlace; hospitalCode?: string; onlineOnly: boolean },
): Promise<Schedule> {
  const [schedule] = await schedulesById(db, { id })
  if (!schedule) throw new Refusal('unknown-schedule', at)
  if (hospitalCode !== undefined && schedule.hospital_code !== hospitalCode) throw new Refusal('schedule-of-another-hospital', at)
  if (onlineOnly && schedule.online === 0) throw new Refusal('schedule-not-online', at)
  if (schedule.date < clock.today()) throw new Refusal('schedule-past', at)
  return schedule
}

const schedulesById = prepared((db, { id }: { id: number }) => db.selectFrom('schedules').selectAll().where('id', '=', id))

/** Takes one slot, or refuses: in one statement, so that two calls can never take the last one. */
export async function takeSlot(db: Db, schedule: Schedule, at: RefusalPlace): Promise<void> {
  const [taken] = await takeOneOf(db, { id: schedule.id })
  if (!taken) throw new Refusal('schedule-full', at)
}

const takeOneOf = prepared((db, { id }: { id: number }) =>
  db
    .updateTable('schedules')
    .set((eb) => ({ booked: eb('booked', '+', 1) }))
    .where('id', '=', id)
    .whereRef('booked', '<', 'slots')
    .returning('id'),
)

export async function releaseSlot(db: Db, scheduleId: number): Promise<void> {
  await giveBackOneOf(db, { id: scheduleId })
}

const giveBackOneOf = prepared((db, { id }: { id: number }) =>
  db
    .updateTable('schedules')
    .set((eb) => ({ booked: eb('booked', '-', 1) }))
    .where('id', '=', id),
)

/** The room's queue code and the next number of the day, padded to the room's queue length; never given out twice. */
export async function nextQueueNo(db: Db, { room_id, date }: Schedule): Promise<string> {
  const [counter] = await countUp(db, { room_id, date })
  const [room] = await queueOf(db, { room_id })
  return `${room!.queue_code}${String(counter!.last).padStart(room!.queue_length, '0')}`
}

const countUp = prepared((db, { room_id, date }: { room_id: number; date: string }) =>
  db
    .insertInto('queue_counters')
    .values({ room_id, date, last: 1 })
    .onConflict((conflict) => conflict.columns(['room_id', 'date']).doUpdateSet((eb) => ({ last: eb('queue_counters.last', '+', 1) })))
    .returning('last'),
)

const queueOf = prepared((db, { room_id }: { room_id: number }) =>
  db.selectFrom('rooms').select(['queue_code', 'queue_length']).where('id', '=', room_id),
)
