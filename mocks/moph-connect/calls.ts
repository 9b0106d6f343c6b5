import { createHash } from 'node:crypto'
import type { operations } from '../../src/generated/moph-connect.ts'
import { nextId } from '../../src/upstream/ids.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { World, Zone } from '../../src/upstream/world.ts'
import { recipientOf } from './users.ts'

export type ConnectOperation = keyof operations

/** The body of an operation; the alert's holds the fields of the queue as well. */
export type Content = operations['sendAlert']['requestBody']['content']['application/json']

export interface ConnectCall {
  id: number
  zone: Zone
  /** Whom it is for. */
  user: string
}

/** Keeps a call. One that was made before with the same data is carried out again, and the caller is told. */
export async function keepCall(operation: ConnectOperation, content: Content, world: World): Promise<ConnectCall> {
  const { db, via, report } = world
  const user = await recipientOf(content.userId, world)
  const zone = via.zone!
  const fingerprint = fingerprintOf(operation, { ...content, userId: user })
  if (operation !== 'sendAlert') {
    const [alike] = await selectAlike(db, { zone, user, fingerprint })
    if (alike) report('repeated-call', { pointer: '/body' })
  }
  const id = await nextId(db, 'connect_call')
  await insertCall(db, { id, zone, user, operation, content: JSON.stringify(content), fingerprint })
  return { id, zone, user }
}

/** The same whatever the order of the fields. */
function fingerprintOf(operation: ConnectOperation, content: Content): string {
  const fields = Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([operation, fields]))
    .digest('base64url')
}

const selectAlike = prepared((db, { zone, user, fingerprint }: { zone: Zone; user: string; fingerprint: string }) =>
  db
    .selectFrom('connect_calls')
    .select('id')
    .where('zone', '=', zone)
    .where('user_id', '=', user)
    .where('fingerprint', '=', fingerprint)
    .limit(1),
)

type NewCall = { id: number; zone: Zone; user: string; operation: string; content: string; fingerprint: string }
const insertCall = prepared((db, { id, zone, user, operation, content, fingerprint }: NewCall) =>
  db.insertInto('connect_calls').values({ id, zone, user_id: user, operation, content, fingerprint }),
)
