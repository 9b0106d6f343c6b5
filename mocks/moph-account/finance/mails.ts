import { nextId } from '../../../src/upstream/ids.ts'
import type { World } from '../../../src/upstream/world.ts'

export interface Mail {
  to: string
  subject: string
  body: string
}

/** Into the outbox of the workspace: no e-mail leaves the sandbox. */
export async function sendMail({ db, clock }: World, mail: Mail): Promise<void> {
  const id = await nextId(db, 'finance_mail')
  await db
    .insertInto('finance_mails')
    .values({ id, sent_at: clock.now(), ...mail })
    .execute()
}
