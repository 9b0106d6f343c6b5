import { sql } from 'kysely'
import type { TableSet } from '../../src/upstream/tables.ts'
import type { Zone } from '../../src/upstream/world.ts'

export type Service = 'dmht' | 'epi' | 'dt'
export type ClaimState = 'received' | 'checked' | 'accepted' | 'returned'

export interface ClaimRow {
  id: number
  transaction_uid: string
  /** Each zone has its own claims. */
  zone: Zone
  service: Service
  hcode: string
  seq: string
  pid: string
  /** What was sent, as JSON. */
  body: string
  /** Login. */
  sent_by: string
  state: ClaimState
  /** Why it is returned, a JSON list of texts. */
  reasons: string
  /** Epoch milliseconds, as those below. */
  received_at: number
  checked_at: number | null
  decided_at: number | null
}

declare module '../../src/upstream/tables.ts' {
  interface Tables {
    claims: ClaimRow
  }
}

export const claimTables: TableSet = {
  names: ['claims'],
  async create(db) {
    await db.schema
      .createTable('claims')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('transaction_uid', 'text', (c) => c.notNull().unique())
      .addColumn('zone', 'text', (c) => c.notNull())
      .addColumn('service', 'text', (c) => c.notNull())
      .addColumn('hcode', 'text', (c) => c.notNull())
      .addColumn('seq', 'text', (c) => c.notNull())
      .addColumn('pid', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('sent_by', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('reasons', 'text', (c) => c.notNull())
      .addColumn('received_at', 'bigint', (c) => c.notNull())
      .addColumn('checked_at', 'bigint')
      .addColumn('decided_at', 'bigint')
      .execute()
    // Two calls can never claim one visit twice; one that was returned may be sent again.
    await db.schema
      .createIndex('one_claim_a_visit')
      .on('claims')
      .columns(['zone', 'hcode', 'seq'])
      .unique()
      .where(sql.ref('state'), '!=', 'returned')
      .execute()
  },
}
