import { nextId } from '../../src/upstream/ids.ts'
import { insertRows } from '../../src/upstream/insert-rows.ts'
import type { Db } from '../../src/upstream/tables.ts'
import { findRightHolder } from './right-holders.ts'
import type { RightHolderRow } from './tables.ts'

/** What makes an entry of the history of registration when it changes. */
const registered = ['main_right', 'sub_right', 'hosp_main', 'hosp_main_op', 'hosp_sub', 'paid_model', 'right_starts_at'] as const

/** Adds or replaces a right-holder; a changed right or unit goes into the history. */
export async function keepRightHolder(db: Db, row: RightHolderRow): Promise<void> {
  const before = await findRightHolder(db, row.zone, row.pid)
  await insertRows(db, 'nhso_right_holders', [row], ['zone', 'pid'])
  if (before && registered.every((name) => before[name] === row[name])) return
  const { zone, pid, main_right, sub_right, hosp_main, hosp_main_op, hosp_sub, paid_model, right_starts_at, changed_at } = row
  const id = await nextId(db, 'nhso_registration')
  await insertRows(db, 'nhso_registrations', [
    { id, zone, pid, main_right, sub_right, hosp_main, hosp_main_op, hosp_sub, paid_model, right_starts_at, changed_at },
  ])
}
