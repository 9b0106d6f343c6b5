import { insertRows } from './insert-rows.ts'
import { prepared } from './prepared.ts'
import type { Db } from './tables.ts'

/** The next number of a kind, from 1 on or from where the world set it. In a transaction, so that a refused call uses none up. */
export function nextId(db: Db, kind: string): Promise<number> {
  return reserveIds(db, kind, 1)
}

/** So many numbers in a row; the first of them. */
export async function reserveIds(db: Db, kind: string, count: number): Promise<number> {
  const [row] = await takeNumbers(db, { kind, count, next: 1 + count })
  return row!.next - count
}

const takeNumbers = prepared((db, { kind, count, next }: { kind: string; count: number; next: number }) =>
  db
    .insertInto('sequences')
    .values({ name: kind, next })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((eb) => ({ next: eb('sequences.next', '+', count) })))
    .returning('next'),
)

/** Lets the numbers of a kind go on from here. */
export async function startIdsAt(db: Db, kind: string, next: number): Promise<void> {
  await insertRows(db, 'sequences', [{ name: kind, next }], ['name'])
}
