import type { TableSet } from '../src/upstream/tables.ts'
import type { AtrName } from './card/answers-to-reset.ts'

export interface ReaderRow {
  reader: string
  /** In the order in which they were first plugged in, from 1. */
  position: number
  terminal_name: string
  connected: number
  card: string | null
  /** CardFault as JSON: what is wrong with any card in it. */
  fault: string | null
  /** FaultProgress as JSON: how far the fault has come with the card that is in. */
  fault_progress: string | null
  /** Goes up with every change of hands: card in, card out, reader unplugged. */
  insertion: number
  /** When hands changed something last, in epoch milliseconds of the workspace's clock; null for what the world began with. */
  changed_at: number | null
}

/** A card that can be put into a reader. */
export interface CardRow {
  card: string
  note: string
  /** Name of the answer to reset; `other` for a card that is no Thai ID card and has none of what follows. */
  atr: AtrName | 'other'
  pid: string | null
  /** ChipContents without the photo, as JSON. */
  content: string | null
  /** Base64 of a JPEG. */
  photo: string | null
}

declare module '../src/upstream/tables.ts' {
  interface Tables {
    card_readers: ReaderRow
    id_cards: CardRow
  }
}

export const cardTables: TableSet = {
  names: ['card_readers', 'id_cards'],
  async create(db) {
    await db.schema
      .createTable('card_readers')
      .addColumn('reader', 'text', (c) => c.primaryKey())
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('terminal_name', 'text', (c) => c.notNull().unique())
      .addColumn('connected', 'integer', (c) => c.notNull())
      .addColumn('card', 'text', (c) => c.unique())
      .addColumn('fault', 'text')
      .addColumn('fault_progress', 'text')
      .addColumn('insertion', 'integer', (c) => c.notNull())
      .addColumn('changed_at', 'bigint')
      .execute()
    await db.schema
      .createTable('id_cards')
      .addColumn('card', 'text', (c) => c.primaryKey())
      .addColumn('note', 'text', (c) => c.notNull())
      .addColumn('atr', 'text', (c) => c.notNull())
      .addColumn('pid', 'text')
      .addColumn('content', 'text')
      .addColumn('photo', 'text')
      .execute()
  },
}
