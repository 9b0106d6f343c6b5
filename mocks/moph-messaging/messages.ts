import { nextId } from '../../src/upstream/ids.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { World } from '../../src/upstream/world.ts'
import type { MessageRow } from './tables.ts'

export type NewMessage = Pick<
  MessageRow,
  'hospital_code' | 'hospital_name' | 'made_by' | 'ref_code' | 'title' | 'content' | 'confirm_url' | 'to_app' | 'to_line'
>

/** Keeps a new message; its number. One by SendMessageTarget is sent at once, a news item later. */
export async function addMessage({ db, clock }: World, message: NewMessage): Promise<number> {
  const id = await nextId(db, 'mor_prom_message')
  const now = clock.local()
  await insertMessage(db, { id, ...message, created_at: now, sent_at: message.made_by === 'api' ? now : null })
  return id
}

const insertMessage = prepared((db, message: MessageRow) => db.insertInto('mor_prom_messages').values(message))

/**
 * Puts a new text in place of an earlier one. Who had opened the earlier one has not opened this one. The very same message again, as
 * after a time-out, changes nothing (all assumed).
 */
export async function updateMessage({ db, clock }: World, earlier: MessageRow, message: NewMessage): Promise<void> {
  const { title, content, confirm_url, hospital_name } = message
  if (earlier.title === title && earlier.content === content && earlier.confirm_url === confirm_url) return
  await db
    .updateTable('mor_prom_messages')
    .set({ title, content, confirm_url, hospital_name, sent_at: clock.local() })
    .where('id', '=', earlier.id)
    .execute()
  await db.updateTable('mor_prom_targets').set({ opened_at: null, opened_in: null }).where('message_id', '=', earlier.id).execute()
}

export async function findByCode(db: Db, hospital_code: string, ref_code: string): Promise<MessageRow | undefined> {
  const [message] = await messagesByCode(db, { hospital_code, ref_code })
  return message
}

const messagesByCode = prepared((db, { hospital_code, ref_code }: { hospital_code: string; ref_code: string }) =>
  db.selectFrom('mor_prom_messages').selectAll().where('hospital_code', '=', hospital_code).where('ref_code', '=', ref_code),
)

/** One call of a facility at a time, so that the same code never makes two messages; the number of the call. */
export async function takeTurn(db: Db, hospital_code: string): Promise<number> {
  const [sender] = await countCall(db, { hospital_code })
  return sender!.calls
}

const countCall = prepared((db, { hospital_code }: { hospital_code: string }) =>
  db
    .insertInto('mor_prom_senders')
    .values({ hospital_code, calls: 1 })
    .onConflict((conflict) => conflict.column('hospital_code').doUpdateSet((eb) => ({ calls: eb('mor_prom_senders.calls', '+', 1) })))
    .returning('calls'),
)
