import type { Kysely } from 'kysely'

/**
 * All tables of a workspace, by name. Each mock adds its own (`declare module`), so that a query is typed wherever it is
 * written. Columns are text, integers and bigints only: the same on SQLite and PostgreSQL. Days are `YYYY-MM-DD`,
 * times `HH:MM:SS`, instants `YYYY-MM-DDTHH:MM:SS` in Bangkok time; booleans are 0 and 1.
 */
export interface Tables extends SystemTables {}

export type Db = Kysely<Tables>

/** The tables of one part, made once for each workspace, in the order of `names`. */
export interface TableSet {
  readonly names: readonly (keyof Tables)[]
  create(db: Db): Promise<void>
}

interface SystemTables {
  /** Clock, switches, faults …: one row of JSON each. */
  settings: { name: string; value: string }
  /** The number that each kind of id goes on with. */
  sequences: { name: string; next: number }
  /** What happens later, when the clock passes `at` (epoch milliseconds); `failed` says why one could not be carried out. */
  due_events: { id: number; at: number; kind: string; payload: string; failed: string | null }
  /** Saved worlds; not part of a snapshot themselves. */
  snapshots: { name: string; taken_at: string; content: string }
  /** The journal of a shared store; files and memory hold it elsewhere. */
  journal: { id: number; head: string; bytes: number; exchange: string }
  /** One row: the id given out last, how often the journal was cleared, and the bytes of what it holds. Not part of a snapshot, so that ids never come twice. */
  journal_position: { clears: number; last: number; bytes: number }
}

/** Raised when the layout changes: a data folder of another version is refused with a clear line rather than misread. */
export const layoutVersion = 5

export const systemTables: TableSet = {
  names: ['settings', 'sequences', 'due_events'],
  async create(db) {
    await db.schema
      .createTable('settings')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('sequences')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('next', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('due_events')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('payload', 'text', (c) => c.notNull())
      .addColumn('failed', 'text')
      .execute()
    await db.schema.createIndex('due_events_in_order').on('due_events').columns(['at', 'id']).execute()
    await db.schema
      .createTable('snapshots')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('taken_at', 'text', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('journal')
      .addColumn('id', 'bigint', (c) => c.primaryKey())
      .addColumn('head', 'text', (c) => c.notNull())
      .addColumn('bytes', 'integer', (c) => c.notNull())
      .addColumn('exchange', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('journal_position')
      .addColumn('clears', 'integer', (c) => c.notNull())
      .addColumn('last', 'bigint', (c) => c.notNull())
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .execute()
    await db.insertInto('journal_position').values({ clears: 0, last: 0, bytes: 0 }).execute()
  },
}
