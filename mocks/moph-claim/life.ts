import type { DueHandler } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import { reasonsToReturn } from './checks.ts'
import type { ClaimRow, ClaimState } from './tables.ts'

type Subject = Pick<ClaimRow, 'transaction_uid'>

/** What a HIS reads in `status_th`; the words are ours. */
export const stateInThai: Readonly<Record<ClaimState, string>> = {
  received: 'รับข้อมูลแล้ว รอตรวจสอบ',
  checked: 'ตรวจสอบแล้ว รอพิจารณา',
  accepted: 'ผ่านการพิจารณา',
  returned: 'ส่งกลับแก้ไข',
}

/** received → checked → accepted or returned, as the clock goes (assumed); whoever acts by hand comes first. */
export const claimLife: Readonly<Record<string, DueHandler>> = {
  async 'moph-claim/check'({ transaction_uid }: Subject, world) {
    await checkClaim(transaction_uid, world)
  },
  async 'moph-claim/decide'({ transaction_uid }: Subject, world) {
    const claim = await world.db
      .selectFrom('claims')
      .select('reasons')
      .where('transaction_uid', '=', transaction_uid)
      .where('state', '=', 'checked')
      .executeTakeFirst()
    if (claim) await decideClaim(transaction_uid, JSON.parse(claim.reasons), world)
  },
}

export async function checkLater({ transaction_uid, received_at }: ClaimRow, world: World): Promise<void> {
  const { check_seconds } = world.settings.switches['moph-claim']
  await world.later({ at: received_at + check_seconds * 1000, kind: 'moph-claim/check', payload: { transaction_uid } })
}

/** Notes what would return the claim, and lets it wait for its decision; whether it was still to be checked. */
export async function checkClaim(transaction_uid: string, world: World): Promise<boolean> {
  const { db, clock, settings } = world
  const claim = await db
    .updateTable('claims')
    .set({ state: 'checked', checked_at: clock.now() })
    .where('transaction_uid', '=', transaction_uid)
    .where('state', '=', 'received')
    .returningAll()
    .executeTakeFirst()
  if (!claim) return false
  const reasons = JSON.stringify(reasonsToReturn(claim, clock.today()))
  await db.updateTable('claims').set({ reasons }).where('id', '=', claim.id).execute()
  const at = Math.max(clock.now(), claim.received_at + settings.switches['moph-claim'].decide_seconds * 1000)
  await world.later({ at, kind: 'moph-claim/decide', payload: { transaction_uid } })
  return true
}

/** Returned where there are reasons, else accepted; whether it was still to be decided. */
export async function decideClaim(transaction_uid: string, reasons: readonly string[], { db, clock }: World): Promise<boolean> {
  const decided_at = clock.now()
  const claim = await db
    .updateTable('claims')
    .set((eb) => ({
      state: reasons.length > 0 ? ('returned' as const) : ('accepted' as const),
      reasons: JSON.stringify(reasons),
      checked_at: eb.fn.coalesce('checked_at', eb.val(decided_at)),
      decided_at,
    }))
    .where('transaction_uid', '=', transaction_uid)
    .where('state', 'in', ['received', 'checked'])
    .returning('id')
    .executeTakeFirst()
  return claim !== undefined
}
