import type { DueEvent } from '../../upstream/due-event.ts'
import { nextId } from '../../upstream/ids.ts'
import { prepared } from '../../upstream/prepared.ts'
import type { Db } from '../../upstream/tables.ts'

/** An event in the table, where nobody has handled it yet. */
export interface KeptEvent extends DueEvent {
  id: number
}

export async function keepEvent(db: Db, { at, kind, payload }: DueEvent): Promise<void> {
  const id = await nextId(db, 'due_event')
  await insertEvent(db, { id, at: Math.ceil(at), kind, payload: JSON.stringify(payload) })
}

/** When the first event comes due, in epoch milliseconds; infinity where none does. */
export async function firstDue(db: Db): Promise<number> {
  const [row] = await selectFirst(db, {})
  return row ? Number(row.at) : Number.POSITIVE_INFINITY
}

/** The first events that are due at an instant, in their order. */
export async function dueEvents(db: Db, now: number, count: number): Promise<KeptEvent[]> {
  const rows = await selectDue(db, { now: Math.floor(now), count })
  return rows.map(({ id, at, kind, payload }) => ({ id, at: Number(at), kind, payload: JSON.parse(payload) }))
}

export async function removeEvents(db: Db, events: readonly KeptEvent[]): Promise<void> {
  if (events.length === 0) return
  const ids = events.map(({ id }) => id)
  await db.deleteFrom('due_events').where('id', 'in', ids).execute()
}

/** An event that its handler could not carry out stays in the table, out of the way of those behind it. */
export async function setAside(db: Db, { id }: KeptEvent, reason: string): Promise<void> {
  await db.updateTable('due_events').set({ failed: reason }).where('id', '=', id).execute()
}

const insertEvent = prepared((db, { id, at, kind, payload }: { id: number; at: number; kind: string; payload: string }) =>
  db.insertInto('due_events').values({ id, at, kind, payload, failed: null }),
)

const selectFirst = prepared((db) =>
  db.selectFrom('due_events').select('at').where('failed', 'is', null).orderBy('at').orderBy('id').limit(1),
)

const selectDue = prepared((db, { now, count }: { now: number; count: number }) =>
  db
    .selectFrom('due_events')
    .select(['id', 'at', 'kind', 'payload'])
    .where('failed', 'is', null)
    .where('at', '<=', now)
    .orderBy('at')
    .orderBy('id')
    .limit(count),
)
