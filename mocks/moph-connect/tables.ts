import type { TableSet } from '../../src/upstream/tables.ts'
import type { Zone } from '../../src/upstream/world.ts'

export type DeliveryKind = 'queue-card' | 'details' | 'reminder-day-before' | 'reminder-same-day' | 'near-turn' | 'survey' | 'alert'

/** A call as it was made; what its deliveries say is worded when they are read. */
export interface ConnectCallRow {
  id: number
  zone: Zone
  user_id: string
  operation: string
  /** The body as JSON. */
  content: string
  /** Of operation and content: tells a repeated call. */
  fingerprint: string
}

export interface DeliveryRow {
  id: number
  zone: Zone
  user_id: string
  call_id: number
  kind: DeliveryKind
  /** When it is to be delivered. */
  at: string
  delivered: number
  /** What the patient answered, of a survey. */
  score: number | null
  comment: string | null
  answered_at: string | null
}

declare module '../../src/upstream/tables.ts' {
  interface Tables {
    connect_users: { user_id: string; name: string; cid: string | null }
    connect_calls: ConnectCallRow
    connect_deliveries: DeliveryRow
    connect_pages: { hospital_code: string; name: string; url: string }
  }
}

export const connectTables: TableSet = {
  names: ['connect_users', 'connect_calls', 'connect_deliveries', 'connect_pages'],
  async create(db) {
    await db.schema
      .createTable('connect_users')
      .addColumn('user_id', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('cid', 'text')
      .execute()
    await db.schema
      .createTable('connect_calls')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('zone', 'text', (c) => c.notNull())
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('operation', 'text', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addColumn('fingerprint', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('connect_calls_alike').on('connect_calls').columns(['zone', 'user_id', 'fingerprint']).execute()
    await db.schema
      .createTable('connect_deliveries')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('zone', 'text', (c) => c.notNull())
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('call_id', 'integer', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('delivered', 'integer', (c) => c.notNull())
      .addColumn('score', 'integer')
      .addColumn('comment', 'text')
      .addColumn('answered_at', 'text')
      .execute()
    await db.schema.createIndex('connect_deliveries_of_a_chat').on('connect_deliveries').columns(['zone', 'user_id', 'at', 'id']).execute()
    await db.schema
      .createTable('connect_pages')
      .addColumn('hospital_code', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('url', 'text', (c) => c.notNull())
      .execute()
  },
}
