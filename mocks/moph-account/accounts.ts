import { nextId } from '../../src/upstream/ids.ts'
import { insertRows } from '../../src/upstream/insert-rows.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { AccountRow } from './tables.ts'

export type Issuer = 'cvp1' | 'fdh'

export interface RoleGrant {
  code: string
  /** 1 facility, 2 and 3 wider. */
  level: number
}

export function findAccount(db: Db, issuer: string, login: string): Promise<AccountRow | undefined> {
  return db.selectFrom('accounts').selectAll().where('issuer', '=', issuer).where('login', '=', login).executeTakeFirst()
}

export interface NewAccount {
  issuer: Issuer
  login: string
  password: string
  hospital_code: string
  name: string
  email: string
  activated: boolean
  roles: readonly RoleGrant[]
}

export async function addAccount(db: Db, account: NewAccount, nowMs: number): Promise<number> {
  const user_id = await nextId(db, 'account')
  const { roles, activated, ...row } = account
  const unlocked = { suspended: 0, failures: 0, locked_until: 0, last_change_password: Math.floor(nowMs / 1000) }
  await insertRows(db, 'accounts', [{ user_id, ...row, ...unlocked, activated: Number(activated) }])
  await setRoles(db, user_id, roles)
  return user_id
}

export function changeAccountRow(db: Db, user_id: number, change: Partial<AccountRow>): Promise<unknown> {
  return db.updateTable('accounts').set(change).where('user_id', '=', user_id).execute()
}

/** The account as it is now: until this call ends, no other one changes it. */
export function accountToChange(db: Db, user_id: number): Promise<AccountRow> {
  return db
    .updateTable('accounts')
    .set((eb) => ({ failures: eb.ref('failures') }))
    .where('user_id', '=', user_id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function removeAccount(db: Db, user_id: number): Promise<void> {
  await db.deleteFrom('account_roles').where('user_id', '=', user_id).execute()
  await db.deleteFrom('account_groups').where('user_id', '=', user_id).execute()
  await db.deleteFrom('accounts').where('user_id', '=', user_id).execute()
}

export async function setRoles(db: Db, user_id: number, roles: readonly RoleGrant[]): Promise<void> {
  await removeRoles(db, { user_id })
  const rows = highest(roles).map(({ code, level }) => ({ user_id, code, level }))
  await insertRows(db, 'account_roles', rows)
}

export async function setGroups(db: Db, user_id: number, names: readonly string[]): Promise<void> {
  await removeGroups(db, { user_id })
  const rows = [...new Set(names)].map((group_name) => ({ user_id, group_name }))
  await insertRows(db, 'account_groups', rows)
}

const removeRoles = prepared((db, { user_id }: { user_id: number }) => db.deleteFrom('account_roles').where('user_id', '=', user_id))

const removeGroups = prepared((db, { user_id }: { user_id: number }) => db.deleteFrom('account_groups').where('user_id', '=', user_id))

export async function setGroupRoles(db: Db, name: string, roles: readonly RoleGrant[]): Promise<void> {
  await db
    .insertInto('groups')
    .values({ name })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db.deleteFrom('group_roles').where('group_name', '=', name).execute()
  const rows = highest(roles).map(({ code, level }) => ({ group_name: name, code, level }))
  await insertRows(db, 'group_roles', rows)
}

export function ownRoles(db: Db, user_id: number): Promise<RoleGrant[]> {
  return db.selectFrom('account_roles').select(['code', 'level']).where('user_id', '=', user_id).orderBy('code').execute()
}

/** Role ทั้งหมดที่ได้รับจากกลุ่มผู้ใช้งาน (MOPH Appointment Center manual, 1.4). */
export async function inheritedRoles(db: Db, user_id: number): Promise<RoleGrant[]> {
  const rows = await db
    .selectFrom('account_groups')
    .innerJoin('group_roles', 'group_roles.group_name', 'account_groups.group_name')
    .select(['group_roles.code', 'group_roles.level'])
    .where('user_id', '=', user_id)
    .orderBy('group_roles.code')
    .execute()
  return highest(rows)
}

/** Own and inherited roles; the wider level of a role held twice. */
export async function allRoles(db: Db, user_id: number): Promise<RoleGrant[]> {
  return highest([...(await ownRoles(db, user_id)), ...(await inheritedRoles(db, user_id))])
}

function highest(roles: readonly RoleGrant[]): RoleGrant[] {
  const byCode = new Map<string, number>()
  for (const { code, level } of roles) byCode.set(code, Math.max(level, byCode.get(code) ?? 0))
  return [...byCode].map(([code, level]) => ({ code, level })).sort((a, b) => (a.code < b.code ? -1 : 1))
}
