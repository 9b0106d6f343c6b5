import { nextId } from '../../../src/workspace/ids.ts'
import type { World } from '../../../src/workspace/world.ts'
import { answerDays } from './applications.ts'
import { sendMail } from './mails.ts'
import type { KeyRequestRow } from './tables.ts'
import { afterWorkingDays } from './working-days.ts'

/** Asks for the secret key (MOPH Claim and Finance Account Center guide, step 3, 2). */
export async function askForKey({ hospital_code, email }: Pick<KeyRequestRow, 'hospital_code' | 'email'>, world: World): Promise<number> {
  const { db, clock } = world
  const id = await nextId(db, 'finance_key_request')
  const due_at = afterWorkingDays(clock.now(), answerDays)
  const waiting = { state: 'pending', reason: null, sent_at: clock.now(), due_at, answered_at: null } as const
  await db
    .insertInto('finance_key_requests')
    .values({ id, hospital_code, email, ...waiting })
    .execute()
  await world.later({ at: due_at, kind: 'moph-account/finance-key', payload: { id } })
  return id
}

/** Sends the key that the workspace has for this account centre; whether the request still waited for an answer. */
export async function issueKey(id: number, world: World): Promise<boolean> {
  const request = await answer(id, { state: 'approved', reason: null }, world)
  if (!request) return false
  await sendMail(world, {
    to: request.email,
    subject: 'secretkey สำหรับ MOPH Claim API',
    body: `secretkey: ${world.settings.secretKeys.fdh}`,
  })
  return true
}

/** Whether the request still waited for an answer. */
export async function refuseKey(id: number, reason: string, world: World): Promise<boolean> {
  const request = await answer(id, { state: 'rejected', reason }, world)
  if (!request) return false
  await sendMail(world, { to: request.email, subject: 'คำขอ secretkey สำหรับ MOPH Claim API: ไม่อนุมัติ', body: `เหตุผล / Reason: ${reason}` })
  return true
}

function answer(id: number, result: Pick<KeyRequestRow, 'state' | 'reason'>, { db, clock }: World): Promise<KeyRequestRow | undefined> {
  return db
    .updateTable('finance_key_requests')
    .set({ ...result, answered_at: clock.now() })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .returningAll()
    .executeTakeFirst()
}
