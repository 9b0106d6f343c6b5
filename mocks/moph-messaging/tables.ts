import type { TableSet } from '../../src/upstream/tables.ts'

/** A news item of the dashboard, or a message that SendMessageTarget sent. */
export interface MessageRow {
  id: number
  hospital_code: string
  hospital_name: string
  made_by: 'dashboard' | 'api'
  /** The sender's own code; null for a news item. One facility has each only once. */
  ref_code: string | null
  title: string
  content: string
  confirm_url: string | null
  /** ส่งพร้อม App */
  to_app: number
  /** ส่งพร้อม Line */
  to_line: number
  created_at: string
  /** Null before it is sent; then it can't be changed by an officer any more. */
  sent_at: string | null
}

/** Someone on the white list for whom a message is. */
export interface TargetRow {
  message_id: number
  cid: string
  /** Place in the list. */
  place: number
  opened_at: string | null
  opened_in: 'app' | 'line' | null
}

declare module '../../src/upstream/tables.ts' {
  interface Tables {
    mor_prom_messages: MessageRow
    mor_prom_targets: TargetRow
    /** Calls of a facility, of which one at a time is carried out. */
    mor_prom_senders: { hospital_code: string; calls: number }
    /** The calls of the last hour, where they are counted (epoch milliseconds). */
    mor_prom_sendings: { hospital_code: string; call: number; at: number }
  }
}

export const messagingTables: TableSet = {
  names: ['mor_prom_messages', 'mor_prom_targets', 'mor_prom_senders', 'mor_prom_sendings'],
  async create(db) {
    await db.schema
      .createTable('mor_prom_messages')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('hospital_code', 'text', (c) => c.notNull())
      .addColumn('hospital_name', 'text', (c) => c.notNull())
      .addColumn('made_by', 'text', (c) => c.notNull())
      .addColumn('ref_code', 'text')
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addColumn('confirm_url', 'text')
      .addColumn('to_app', 'integer', (c) => c.notNull())
      .addColumn('to_line', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('sent_at', 'text')
      .execute()
    await db.schema.createIndex('one_message_a_code').on('mor_prom_messages').columns(['hospital_code', 'ref_code']).unique().execute()
    await db.schema
      .createTable('mor_prom_targets')
      .addColumn('message_id', 'integer', (c) => c.notNull())
      .addColumn('cid', 'text', (c) => c.notNull())
      .addColumn('place', 'integer', (c) => c.notNull())
      .addColumn('opened_at', 'text')
      .addColumn('opened_in', 'text')
      .addPrimaryKeyConstraint('mor_prom_targets_key', ['message_id', 'cid'])
      .execute()
    await db.schema.createIndex('messages_of_a_person').on('mor_prom_targets').column('cid').execute()
    await db.schema
      .createTable('mor_prom_senders')
      .addColumn('hospital_code', 'text', (c) => c.primaryKey())
      .addColumn('calls', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('mor_prom_sendings')
      .addColumn('hospital_code', 'text', (c) => c.notNull())
      .addColumn('call', 'integer', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('mor_prom_sendings_key', ['hospital_code', 'call'])
      .execute()
  },
}
