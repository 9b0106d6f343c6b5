import { nextId } from '../src/upstream/ids.ts'
import type { Db } from '../src/upstream/tables.ts'
import type { CardFault } from './card/faults.ts'
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
  if (await findReader(db, reader)) {
    await changeReader(db, reader, { connected: 1 })
    return
  }
  const position = await nextId(db, 'card_reader')
  const terminal_name = `Sandbox Card Reader ${position - 1}`
  await db
    .insertInto('card_readers')
    .values({ reader, position, terminal_name, connected: 1, card: null, fault: null, insertion: 0 })
    .onConflict((conflict) => conflict.column('reader').doNothing())
    .execute()
}

/** Plugs a reader in or out, puts a card in or pulls it out; the reader as it is then, or undefined where there is none. */
export async function changeReader(
  db: Db,
  reader: string,
  change: Partial<Pick<ReaderRow, 'connected' | 'card'>>,
): Promise<ReaderRow | undefined> {
  return db
    .updateTable('card_readers')
    .set((row) => ({ ...change, insertion: row('insertion', '+', 1) }))
    .where('reader', '=', reader)
    .returningAll()
    .executeTakeFirst()
}

/** Another card has been made in place of the one in a reader. */
export const reinsert = (db: Db, reader: string) => changeReader(db, reader, {})

/** Lets something be wrong with the card in a reader, or nothing; the reader as it is then. */
export async function setFault(db: Db, reader: string, fault: CardFault | undefined): Promise<ReaderRow | undefined> {
  const kept = fault === undefined ? null : JSON.stringify(fault)
  return db.updateTable('card_readers').set({ fault: kept }).where('reader', '=', reader).returningAll().executeTakeFirst()
}

export const faultOf = ({ fault }: Pick<ReaderRow, 'fault'>): CardFault | undefined => (fault === null ? undefined : JSON.parse(fault))

/** A card has left by a fault, which goes with it; nothing where hands were quicker. */
export async function cardPulledOut(db: Db, reader: string, insertion: number): Promise<void> {
  await db
    .updateTable('card_readers')
    .set({ card: null, fault: null, insertion: insertion + 1 })
    .where('reader', '=', reader)
    .where('insertion', '=', insertion)
    .execute()
}
