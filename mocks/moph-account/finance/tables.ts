import { sql } from 'kysely'
import type { TableSet } from '../../../src/upstream/tables.ts'

export type AnswerState = 'pending' | 'approved' | 'rejected'

/** What the office answers by e-mail; instants are epoch milliseconds. */
export interface Answered {
  state: AnswerState
  /** Why it was rejected. */
  reason: string | null
  sent_at: number
  /** When it is answered by itself. */
  due_at: number
  answered_at: number | null
}

export interface ApplicationRow extends Answered {
  id: number
  by: 'form' | 'ekyc'
  hospital_code: string
  cid: string
  name: string
  email: string
  login: string
  /** Of the account to be; plain as there. */
  password: string
  signed: number
  letter: number
}

export interface KeyRequestRow extends Answered {
  id: number
  hospital_code: string
  email: string
}

export interface MailRow {
  id: number
  sent_at: number
  to: string
  subject: string
  body: string
}

declare module '../../../src/upstream/tables.ts' {
  interface Tables {
    finance_applications: ApplicationRow
    finance_key_requests: KeyRequestRow
    finance_mails: MailRow
    /** Who has proved their identity with MOPH eKYC. */
    finance_ekyc: { cid: string }
  }
}

export const financeTables: TableSet = {
  names: ['finance_applications', 'finance_key_requests', 'finance_mails', 'finance_ekyc'],
  async create(db) {
    await db.schema
      .createTable('finance_applications')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('by', 'text', (c) => c.notNull())
      .addColumn('hospital_code', 'text', (c) => c.notNull())
      .addColumn('cid', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('login', 'text', (c) => c.notNull())
      .addColumn('password', 'text', (c) => c.notNull())
      .addColumn('signed', 'integer', (c) => c.notNull())
      .addColumn('letter', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('reason', 'text')
      .addColumn('sent_at', 'bigint', (c) => c.notNull())
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('answered_at', 'bigint')
      .execute()
    // Two calls can never have one person, or one login, wait for an answer twice.
    for (const column of ['cid', 'login'] as const)
      await db.schema
        .createIndex(`one_application_a_${column}`)
        .on('finance_applications')
        .column(column)
        .unique()
        .where(sql.ref('state'), '=', 'pending')
        .execute()
    await db.schema
      .createTable('finance_key_requests')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('hospital_code', 'text', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('reason', 'text')
      .addColumn('sent_at', 'bigint', (c) => c.notNull())
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('answered_at', 'bigint')
      .execute()
    await db.schema
      .createTable('finance_mails')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('sent_at', 'bigint', (c) => c.notNull())
      .addColumn('to', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('finance_ekyc')
      .addColumn('cid', 'text', (c) => c.primaryKey())
      .execute()
  },
}
