import type { Rule } from '../../src/generated/moph-account.ts'
import type { Text } from '../../src/upstream/document.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { World } from '../../src/upstream/world.ts'
import { accountToChange, allRoles, changeAccountRow, findAccount, type Issuer } from './accounts.ts'
import { passwordHash } from './keys.ts'
import { mistakeIn } from './mistakes.ts'
import type { AccountRow } from './tables.ts'
import { signToken } from './token.ts'

const lockMs = 15 * 60_000
const refuse = refusals<Rule>()

export type Credentials =
  | { user: string; passwordHash: string; hospitalCode: string }
  /** The form of the guide's screenshot, with the plain password and no facility. */
  | { user: string; password: string }

/** The token for these credentials, or the refusal. `place` is where they stand in the call, for findings. */
export async function logIn(credentials: Credentials, place: '/body' | '/query', world: World): Promise<string> {
  const issuer = world.via.issuer as Issuer
  const account = await findAccount(world.db, issuer, credentials.user)
  if (!account) {
    const pointer = `${place}/${'password' in credentials ? 'username' : 'user'}`
    throw refuse('bad-credentials', { pointer, seen: credentials.user, hint: unknownLogin })
  }
  if (account.locked_until > world.clock.now()) throw refuse('account-locked', { pointer: place, seen: credentials.user })
  await comparePassword(credentials, account, place, world)
  if (account.failures > 0) await changeAccountRow(world.db, account.user_id, { failures: 0, locked_until: 0 })
  if (account.activated === 0) throw refuse('account-not-activated', { pointer: place, seen: account.login, keepsChanges: true })
  if (account.suspended === 1) throw refuse('account-suspended', { pointer: place, seen: account.login, keepsChanges: true })
  const roles = await allRoles(world.db, account.user_id)
  if (roles.length === 0) throw refuse('account-without-role', { pointer: place, seen: account.login, keepsChanges: true })
  return signToken(account, roles, world)
}

async function comparePassword(credentials: Credentials, account: AccountRow, place: string, world: World): Promise<void> {
  if ('password' in credentials) {
    if (credentials.password === account.password) return
    return refuseLogin(account, `${place}/password`, world)
  }
  if (credentials.hospitalCode !== account.hospital_code)
    return refuseLogin(account, `${place}/hospital_code`, world, credentials.hospitalCode, ofAnotherHospital(account))
  const secretKey = world.settings.secretKeys[account.issuer as Issuer]
  const hash = credentials.passwordHash.toLowerCase()
  if (hash === passwordHash(account.password, secretKey)) return
  const otherKeys = Object.values(world.settings.secretKeys).filter((key) => key !== secretKey)
  const hint = otherKeys.some((key) => hash === passwordHash(account.password, key))
    ? keyOfAnotherIssuer
    : mistakeIn(hash, account.password, secretKey)
  return refuseLogin(account, `${place}/password_hash`, world, '(secret)', hint)
}

const unknownLogin: Text = {
  th: 'ไม่มีบัญชีนี้ในศูนย์บัญชีนี้ (cvp1 และ fdh มีบัญชีแยกกัน) ดูรายชื่อที่ GET /control/accounts',
  en: 'This account centre has no such account (cvp1 and fdh have their own). See GET /control/accounts.',
}

const keyOfAnotherIssuer: Text = {
  th: 'ใช้ secret key ของอีกศูนย์บัญชีหนึ่ง (cvp1 และ fdh ใช้คนละ key)',
  en: 'This is the secret key of the other account centre: cvp1 and fdh have one each.',
}

const ofAnotherHospital = ({ login, hospital_code }: AccountRow): Text => ({
  th: `บัญชี ${login} เป็นของหน่วยบริการ ${hospital_code} ส่ง hospital_code ของบัญชี`,
  en: `The account ${login} belongs to facility ${hospital_code}: send that as hospital_code.`,
})

/** Counts the failure, which stays although the call is refused, and locks the account at the last one allowed. */
async function refuseLogin(
  account: AccountRow,
  pointer: string,
  world: World,
  seen: unknown = '(secret)',
  hint?: { th: string; en: string },
): Promise<never> {
  const { locked_until, failures: before } = await accountToChange(world.db, account.user_id)
  // A lock that has run out starts the count afresh.
  const failures = (locked_until === 0 || locked_until > world.clock.now() ? before : 0) + 1
  const locked = failures >= world.settings.switches['moph-account'].failures_before_lock
  await changeAccountRow(world.db, account.user_id, { failures, locked_until: locked ? world.clock.now() + lockMs : 0 })
  throw refuse('bad-credentials', { pointer, seen, keepsChanges: true, ...(hint ? { hint } : {}) })
}
