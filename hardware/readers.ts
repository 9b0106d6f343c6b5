import { nextId } from '../src/upstream/ids.ts'
import type { Db } from '../src/upstream/tables.ts'
import type { CardFault, FaultProgress } from './card/faults.ts'
import type { ReaderRow } from './tables.ts'

export async function findReader(db: Db, reader: string): Promise<ReaderRow | undefined> {
  return db.selectFrom('card_readers').selectAll().where('reader', '=', reader).executeTakeFirst()
}

/** The reader that a card is in, plugged in or not. */
export async function readerOf(db: Db, card: string): Promise<ReaderRow | undefined> {
  return db.selectFrom('card_readers').selectAll().where('card', '=', card).executeTakeFirst()
}

/** Plugs a reader in; one that was never there is new, and empty. `at` is the workspace's time. */
export async function plugIn(db: Db, reader: string, at: number | null): Promise<void> {
  if (await findReader(db, reader)) {
    await changeReader(db, reader, { connected: 1 }, at)
    return
  }
  const position = await nextId(db, 'card_reader')
  const terminal_name = `Sandbox Card Reader ${position - 1}`
  await db
    .insertInto('card_readers')
    .values({ reader, position, terminal_name, connected: 1, card: null, fault: null, fault_progress: null, insertion: 0, changed_at: at })
    .onConflict((conflict) => conflict.column('reader').doNothing())
    .execute()
}

/** Plugs a reader in or out, puts a card in or pulls it out; the reader as it is then, or undefined where there is none. */
export async function changeReader(
  db: Db,
  reader: string,
  change: Partial<Pick<ReaderRow, 'connected' | 'card'>>,
  at: number | null,
): Promise<ReaderRow | undefined> {
  return db
    .updateTable('card_readers')
    .set((row) => ({ ...change, fault_progress: null, changed_at: at, insertion: row('insertion', '+', 1) }))
    .where('reader', '=', reader)
    .returningAll()
    .executeTakeFirst()
}

/** Another card has been made in place of the one in a reader. */
export const reinsert = (db: Db, reader: string, at: number) => changeReader(db, reader, {}, at)

/** Lets something be wrong with the card in a reader, or nothing; the reader as it is then. */
export async function setFault(db: Db, reader: string, fault: CardFault | undefined): Promise<ReaderRow | undefined> {
  const kept = fault === undefined ? null : JSON.stringify(fault)
  return db
    .updateTable('card_readers')
    .set({ fault: kept, fault_progress: null })
    .where('reader', '=', reader)
    .returningAll()
    .executeTakeFirst()
}

export const faultOf = ({ fault }: Pick<ReaderRow, 'fault'>): CardFault | undefined => (fault === null ? undefined : JSON.parse(fault))

export const progressOf = ({ fault_progress }: Pick<ReaderRow, 'fault_progress'>): FaultProgress | undefined =>
  fault_progress === null ? undefined : JSON.parse(fault_progress)

/** How far the fault has come; nothing where hands, or another fault, were quicker. */
export async function faultCame(
  db: Db,
  { reader, insertion, fault }: Pick<ReaderRow, 'reader' | 'insertion' | 'fault'>,
  progress: FaultProgress,
): Promise<void> {
  await db
    .updateTable('card_readers')
    .set({ fault_progress: JSON.stringify(progress) })
    .where('reader', '=', reader)
    .where('insertion', '=', insertion)
    .where('fault', '=', fault)
    .execute()
}

/** A card has left by a fault, which goes with it; nothing where hands were quicker. */
export async function cardPulledOut(db: Db, reader: string, insertion: number): Promise<void> {
  await db
    .updateTable('card_readers')
    .set({ card: null, fault: null, fault_progress: null, insertion: insertion + 1 })
    .where('reader', '=', reader)
    .where('insertion', '=', insertion)
    .execute()
}
