import type { Db } from '../store/tables.ts'

/** The next number of a kind, from 1 on or from where the world set it. In a transaction, so that a refused call uses none up. */
export async function nextId(db: Db, kind: string): Promise<number> {
  const [row] = await takeNext(db, { kind })
  if (row) return row.next - 1
  const made = await db
    .insertInto('sequences')
    .values({ name: kind, next: 2 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((eb) => ({ next: eb('sequences.next', '+', 1) })))
    .returning('next')
    .executeTakeFirstOrThrow()
  return made.next - 1
}

/** Lets the numbers of a kind go on from here. */
export async function startIdsAt(db: Db, kind: string, next: number): Promise<void> {
  await db
    .insertInto('sequences')
    .values({ name: kind, next })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ next }))
    .execute()
}

const takeNext = (db: Db, { kind }: { kind: string }) =>
  db
    .updateTable('sequences')
    .set((eb) => ({ next: eb('next', '+', 1) }))
    .where('name', '=', kind)
    .returning('next')
    .execute()
