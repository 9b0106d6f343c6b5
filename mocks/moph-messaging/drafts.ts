import type { Rule } from '../../src/generated/control/moph-messaging.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import { countedMessages } from './views.ts'

const refuse = refusals<Rule>()

export interface NewsPath {
  hospital_code: string
  message_id: number
}

/** A message of the facility; those of others do not exist for it. */
export async function findNews(db: Db, { hospital_code, message_id }: NewsPath) {
  const news = await countedMessages(db).where('m.id', '=', message_id).where('m.hospital_code', '=', hospital_code).executeTakeFirst()
  if (!news) throw refuse('unknown-news', { pointer: '/path/message_id', seen: message_id })
  return news
}

/** Refuses what has been sent. Whoever else wants to change or send the item waits until this call is through. */
export async function draftToChange(db: Db, { hospital_code, message_id }: NewsPath): Promise<void> {
  const draft = await db
    .updateTable('mor_prom_messages')
    .set((eb) => ({ title: eb.ref('title') }))
    .where('id', '=', message_id)
    .where('hospital_code', '=', hospital_code)
    .where('sent_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (draft) return
  await findNews(db, { hospital_code, message_id })
  throw refuse('news-sent', { pointer: '/path/message_id', seen: message_id })
}
