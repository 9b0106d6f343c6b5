import type { components, operations, Rule } from '../../src/generated/control/moph-account.ts'
import { localTime } from '../../src/upstream/clock.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import { findHospital } from '../population/people.ts'
import {
  addAccount,
  changeAccountRow,
  findAccount,
  inheritedRoles,
  ownRoles,
  type RoleGrant,
  removeAccount,
  setGroupRoles,
  setGroups,
  setRoles,
} from './accounts.ts'
import { roles } from './roles.ts'
import type { AccountRow } from './tables.ts'

const refuse = refusals<Rule>()
const lockMs = 15 * 60_000

type AccountActions = Pick<
  operations,
  | 'listAccounts'
  | 'createAccount'
  | 'getAccount'
  | 'changeAccount'
  | 'deleteAccount'
  | 'listRoles'
  | 'listGroups'
  | 'putGroup'
  | 'deleteGroup'
>

/** Acting as the administrator of an account centre (MOPH Appointment Center manual, 1). */
export const accountActions: OperationFunctions<AccountActions> = {
  async listAccounts({ query }, world) {
    let rows = world.db.selectFrom('accounts').selectAll().orderBy('user_id')
    if (query.issuer !== undefined) rows = rows.where('issuer', '=', query.issuer)
    if (query.hospital_code !== undefined) rows = rows.where('hospital_code', '=', query.hospital_code)
    return inOrder(await rows.execute(), (row) => accountOf(row, world))
  },

  async createAccount({ body }, world) {
    if (await findAccount(world.db, body.issuer, body.login)) throw refuse('account-exists', { pointer: '/body/login', seen: body.login })
    if (!(await findHospital(world.db, body.hospital_code)))
      throw refuse('unknown-hospital', { pointer: '/body/hospital_code', seen: body.hospital_code })
    const { name = body.login, email = `${body.login}@example.test`, activated = false, roles: granted = [] } = body
    await addAccount(world.db, { ...body, name, email, activated, roles: granted }, world.clock.now())
    return accountOf(await existing(body, world.db), world)
  },

  async getAccount({ path }, world) {
    return accountOf(await existing(path, world.db), world)
  },

  async changeAccount({ path, body }, world) {
    const { db, clock } = world
    const { user_id } = await existing(path, db)
    const change: Partial<AccountRow> = {}
    if (body.name !== undefined) change.name = body.name
    if (body.activated !== undefined) change.activated = Number(body.activated)
    if (body.suspended !== undefined) change.suspended = Number(body.suspended)
    if (body.locked !== undefined) Object.assign(change, { locked_until: body.locked ? clock.now() + lockMs : 0, failures: 0 })
    if (body.password !== undefined)
      Object.assign(change, { password: body.password, last_change_password: Math.floor(clock.now() / 1000) })
    if (Object.keys(change).length > 0) await changeAccountRow(db, user_id, change)
    if (body.roles !== undefined) await setRoles(db, user_id, body.roles)
    if (body.groups !== undefined) {
      for (const name of body.groups) await existingGroup(name, '/body/groups', db)
      await setGroups(db, user_id, body.groups)
    }
    return accountOf(await existing(path, db), world)
  },

  async deleteAccount({ path }, { db }) {
    const { user_id } = await existing(path, db)
    await removeAccount(db, user_id)
  },

  async listRoles() {
    return [...roles]
  },

  async listGroups(_input, { db }) {
    const names = await db.selectFrom('groups').select('name').orderBy('name').execute()
    return inOrder(names, ({ name }) => groupOf(name, db))
  },

  async putGroup({ path, body }, { db }) {
    await setGroupRoles(db, path.name, body.roles)
    return groupOf(path.name, db)
  },

  async deleteGroup({ path }, { db }) {
    await existingGroup(path.name, '/path/name', db)
    for (const table of ['account_groups', 'group_roles'] as const) await db.deleteFrom(table).where('group_name', '=', path.name).execute()
    await db.deleteFrom('groups').where('name', '=', path.name).execute()
  },
}

async function existing({ issuer, login }: { issuer: string; login: string }, db: Db): Promise<AccountRow> {
  const account = await findAccount(db, issuer, login)
  if (!account) throw refuse('unknown-account', { pointer: '/path/login', seen: login })
  return account
}

async function existingGroup(name: string, pointer: string, db: Db): Promise<void> {
  const group = await db.selectFrom('groups').select('name').where('name', '=', name).executeTakeFirst()
  if (!group) throw refuse('unknown-group', { pointer, seen: name })
}

async function accountOf(row: AccountRow, { db, clock }: World): Promise<components['schemas']['Account']> {
  const groups = await db
    .selectFrom('account_groups')
    .select('group_name')
    .where('user_id', '=', row.user_id)
    .orderBy('group_name')
    .execute()
  return {
    issuer: row.issuer as 'cvp1' | 'fdh',
    login: row.login,
    name: row.name,
    hospital_code: row.hospital_code,
    email: row.email,
    activated: row.activated === 1,
    suspended: row.suspended === 1,
    locked_until: row.locked_until > clock.now() ? localTime(row.locked_until) : null,
    failures: row.failures,
    roles: await ownRoles(db, row.user_id),
    groups: groups.map(({ group_name }) => group_name),
    inherited_roles: await inheritedRoles(db, row.user_id),
  }
}

async function groupOf(name: string, db: Db): Promise<{ name: string; roles: RoleGrant[] }> {
  return {
    name,
    roles: await db.selectFrom('group_roles').select(['code', 'level']).where('group_name', '=', name).orderBy('code').execute(),
  }
}

/** One after the other: the queries share one connection. */
async function inOrder<Row, Result>(rows: readonly Row[], read: (row: Row) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (const row of rows) results.push(await read(row))
  return results
}
