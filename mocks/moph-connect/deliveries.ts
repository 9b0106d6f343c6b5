import { localTime } from '../../src/upstream/clock.ts'
import { nextId } from '../../src/upstream/ids.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { DueHandler } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import type { ConnectCall } from './calls.ts'
import type { DeliveryKind, DeliveryRow } from './tables.ts'

const delivery = 'moph-connect/delivery'

/** The patient gets it at once. */
export async function deliver(kind: DeliveryKind, call: ConnectCall, { db, clock }: World): Promise<void> {
  await insertDelivery(db, { ...(await rowOf(kind, call, db)), at: clock.local(), delivered: 1 })
}

/** The patient gets it when the clock passes an instant (epoch milliseconds). */
export async function deliverLater(kind: DeliveryKind, at: number, call: ConnectCall, { db, later }: World): Promise<void> {
  const row = await rowOf(kind, call, db)
  await insertDelivery(db, { ...row, at: localTime(at), delivered: 0 })
  await later({ at, kind: delivery, payload: { id: row.id } })
}

/** What has come due. Nothing is sent or worded here: a hundred thousand may come due at one instant. */
export const dueDeliveries: Record<string, DueHandler> = {
  [delivery]: async ({ id }: { id: number }, { db }) => {
    await markDelivered(db, { id })
  },
}

async function rowOf(kind: DeliveryKind, { id: call_id, zone, user }: ConnectCall, db: World['db']) {
  return { id: await nextId(db, 'connect_delivery'), zone, user, call_id, kind }
}

type NewDelivery = Omit<DeliveryRow, 'user_id' | 'score' | 'comment' | 'answered_at'> & { user: string }
const insertDelivery = prepared((db, { id, zone, user, call_id, kind, at, delivered }: NewDelivery) =>
  db
    .insertInto('connect_deliveries')
    .values({ id, zone, user_id: user, call_id, kind, at, delivered, score: null, comment: null, answered_at: null }),
)

const markDelivered = prepared((db, { id }: { id: number }) =>
  db.updateTable('connect_deliveries').set({ delivered: 1 }).where('id', '=', id),
)
