import { nextId } from '../../../src/upstream/ids.ts'
import type { World } from '../../../src/upstream/world.ts'
import { answer, waiting } from './answer.ts'
import { sendMail } from './mails.ts'
import type { KeyRequestRow } from './tables.ts'

/** Asks for the secret key (MOPH Claim and Finance Account Center guide, step 3, 2). */
export async function askForKey({ hospital_code, email }: Pick<KeyRequestRow, 'hospital_code' | 'email'>, world: World): Promise<number> {
  const { db, clock } = world
  const id = await nextId(db, 'finance_key_request')
  const answered = waiting(clock)
  await db
    .insertInto('finance_key_requests')
    .values({ id, hospital_code, email, ...answered })
    .execute()
  await world.later({ at: answered.due_at, kind: 'moph-account/finance-key', payload: { id } })
  return id
}

/** Sends the key that the workspace has for this account centre; whether the request still waited for an answer. */
export async function issueKey(id: number, world: World): Promise<boolean> {
  const request = await answer('finance_key_requests', id, { state: 'approved', reason: null }, world)
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
  const request = await answer('finance_key_requests', id, { state: 'rejected', reason }, world)
  if (!request) return false
  await sendMail(world, { to: request.email, subject: 'คำขอ secretkey สำหรับ MOPH Claim API: ไม่อนุมัติ', body: `เหตุผล / Reason: ${reason}` })
  return true
}
