import type { TableSet } from '../src/store/tables.ts'

/** What is wrong with a reader, or with the card in it. */
export type ReaderFaultKind = 'mute' | 'pulled-out' | 'slow'

export interface ReaderRow {
  reader: string
  /** In the order in which they were first plugged in, from 1. */
  position: number
  terminal_name: string
  connected: number
  card: string | null
  fault: ReaderFaultKind | null
  slow_ms: number | null
}

/** A card that can be put into a reader. */
export interface CardRow {
  card: string
  note: string
  pid: string
  /** CardData without the photo, as JSON. */
  content: string
  /** Base64 of a JPEG. */
  photo: string
}

declare module '../src/store/tables.ts' {
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
      .addColumn('slow_ms', 'integer')
      .execute()
    await db.schema
      .createTable('id_cards')
      .addColumn('card', 'text', (c) => c.primaryKey())
      .addColumn('note', 'text', (c) => c.notNull())
      .addColumn('pid', 'text', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addColumn('photo', 'text', (c) => c.notNull())
      .execute()
  },
}
