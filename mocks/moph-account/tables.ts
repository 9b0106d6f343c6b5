import type { TableSet } from '../../src/upstream/tables.ts'

export interface AccountRow {
  user_id: number
  issuer: string
  login: string
  /** Plain: a test password, from which any form of hash can be checked. */
  password: string
  name: string
  hospital_code: string
  email: string
  activated: number
  suspended: number
  /** Failed logins since the last good one. */
  failures: number
  /** Epoch milliseconds; 0 where not locked. */
  locked_until: number
  /** Epoch seconds. */
  last_change_password: number
}

declare module '../../src/upstream/tables.ts' {
  interface Tables {
    accounts: AccountRow
    account_roles: { user_id: number; code: string; level: number }
    account_groups: { user_id: number; group_name: string }
    groups: { name: string }
    group_roles: { group_name: string; code: string; level: number }
  }
}

export const accountTables: TableSet = {
  names: ['accounts', 'groups', 'account_roles', 'group_roles', 'account_groups'],
  async create(db) {
    await db.schema
      .createTable('accounts')
      .addColumn('user_id', 'integer', (c) => c.primaryKey())
      .addColumn('issuer', 'text', (c) => c.notNull())
      .addColumn('login', 'text', (c) => c.notNull())
      .addColumn('password', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('hospital_code', 'text', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('activated', 'integer', (c) => c.notNull())
      .addColumn('suspended', 'integer', (c) => c.notNull())
      .addColumn('failures', 'integer', (c) => c.notNull())
      .addColumn('locked_until', 'bigint', (c) => c.notNull())
      .addColumn('last_change_password', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('one_login_an_issuer', ['issuer', 'login'])
      .execute()
    await db.schema
      .createTable('groups')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .execute()
    await db.schema
      .createTable('account_roles')
      .addColumn('user_id', 'integer', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('level', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('account_roles_key', ['user_id', 'code'])
      .execute()
    await db.schema
      .createTable('group_roles')
      .addColumn('group_name', 'text', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('level', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('group_roles_key', ['group_name', 'code'])
      .execute()
    await db.schema
      .createTable('account_groups')
      .addColumn('user_id', 'integer', (c) => c.notNull())
      .addColumn('group_name', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('account_groups_key', ['user_id', 'group_name'])
      .execute()
  },
}
