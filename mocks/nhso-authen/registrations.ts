import { nextId } from '../../src/upstream/ids.ts'
import type { Db } from '../../src/upstream/tables.ts'
import { findRightHolder } from './right-holders.ts'
import type { RightHolderRow } from './tables.ts'

/** What makes an entry of the history of registration when it changes. */
const registered = ['main_right', 'sub_right', 'hosp_main', 'hosp_main_op', 'hosp_sub', 'paid_model', 'right_starts_at'] as const

/** Adds or replaces a right-holder; a changed right or unit goes into the history. */
export async function keepRightHolder(db: Db, row: RightHolderRow): Promise<void> {
  const before = await findRightHolder(db, row.zone, row.pid)
  const { zone, pid, ...rest } = row
  await db
    .insertInto('nhso_right_holders')
    .values(row)
    .onConflict((conflict) => conflict.columns(['zone', 'pid']).doUpdateSet(rest))
    .execute()
  if (before && registered.every((name) => before[name] === row[name])) return
  const { main_right, sub_right, hosp_main, hosp_main_op, hosp_sub, paid_model, right_starts_at, changed_at } = row
  const id = await nextId(db, 'nhso_registration')
  await db
    .insertInto('nhso_registrations')
    .values({ id, zone, pid, main_right, sub_right, hosp_main, hosp_main_op, hosp_sub, paid_model, right_starts_at, changed_at })
    .execute()
}
