import type { Db } from '../src/store/tables.ts'
import { nextId } from '../src/workspace/ids.ts'
import type { ReaderRow } from './tables.ts'

export async function findReader(db: Db, reader: string): Promise<ReaderRow | undefined> {
  return db.selectFrom('card_readers').selectAll().where('reader', '=', reader).executeTakeFirst()
}

/** The reader that a card is in, plugged in or not. */
export async function readerOf(db: Db, card: string): Promise<ReaderRow | undefined> {
  return db.selectFrom('card_readers').selectAll().where('card', '=', card).executeTakeFirst()
}

/** Plugs a reader in; one that was never there is new, and empty. */
export async function plugIn(db: Db, reader: string): Promise<void> {
  const { numUpdatedRows } = await db.updateTable('card_readers').set({ connected: 1 }).where('reader', '=', reader).executeTakeFirst()
  if (numUpdatedRows > 0n) return
  const position = await nextId(db, 'card_reader')
  const terminal_name = `Sandbox Card Reader ${position - 1}`
  await db
    .insertInto('card_readers')
    .values({ reader, position, terminal_name, connected: 1, card: null, fault: null, slow_ms: null })
    .onConflict((conflict) => conflict.column('reader').doNothing())
    .execute()
}

/** Changes a reader; the reader as it is then, or undefined where there is none. */
export async function changeReader(
  db: Db,
  reader: string,
  change: Partial<Omit<ReaderRow, 'reader' | 'position'>>,
): Promise<ReaderRow | undefined> {
  return db.updateTable('card_readers').set(change).where('reader', '=', reader).returningAll().executeTakeFirst()
}
