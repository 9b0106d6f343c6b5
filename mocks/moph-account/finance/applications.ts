import type { components, Rule } from '../../../src/generated/control/moph-finance-account.ts'
import { nextId } from '../../../src/upstream/ids.ts'
import { refusals } from '../../../src/upstream/refusal.ts'
import type { Db } from '../../../src/upstream/tables.ts'
import type { World } from '../../../src/upstream/world.ts'
import { findHospital } from '../../population/people.ts'
import { addAccount, findAccount } from '../accounts.ts'
import { answer, waiting } from './answer.ts'
import { sendMail } from './mails.ts'
import type { ApplicationRow } from './tables.ts'

export type Applicant = components['schemas']['Applicant']
type Circumstances = Pick<ApplicationRow, 'by' | 'hospital_code' | 'signed' | 'letter'>

const refuse = refusals<Rule>()

/** One person asks for one user. `pointer` is where the person stands in the call. */
export async function apply(person: Applicant, { by, ...circumstances }: Circumstances, pointer: string, world: World): Promise<number> {
  const { db, clock } = world
  if (await hasUser(db, person.cid)) throw refuse('person-has-user', { pointer: `${pointer}/cid`, seen: person.cid })
  if (await findAccount(db, 'fdh', person.login)) throw refuse('login-taken', { pointer: `${pointer}/login`, seen: person.login })
  const { cid, name, email, login, password } = person
  const id = await nextId(db, 'finance_application')
  const answered = waiting(clock)
  const inserted = await db
    .insertInto('finance_applications')
    .values({ id, by, cid, name, email, login, password, ...circumstances, ...answered })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw refuse(...(await whatIsAskedFor(db, person, pointer)))
  await world.later({ at: answered.due_at, kind: 'moph-account/finance-application', payload: { id } })
  return id
}

/** Another application that is still to be answered has this person, or this login. */
async function whatIsAskedFor(db: Db, { cid, login }: Applicant, pointer: string): Promise<Parameters<typeof refuse>> {
  const same = await db
    .selectFrom('finance_applications')
    .select('id')
    .where('cid', '=', cid)
    .where('state', '=', 'pending')
    .executeTakeFirst()
  return same
    ? ['person-has-user', { pointer: `${pointer}/cid`, seen: cid }]
    : ['login-taken', { pointer: `${pointer}/login`, seen: login }]
}

/** "๑ คนต่อ ๑ User": an approved application whose account is still there. */
async function hasUser(db: Db, cid: string): Promise<boolean> {
  const user = await db
    .selectFrom('finance_applications')
    .innerJoin('accounts', 'accounts.login', 'finance_applications.login')
    .select('finance_applications.id')
    .where('accounts.issuer', '=', 'fdh')
    .where('finance_applications.cid', '=', cid)
    .where('finance_applications.state', '=', 'approved')
    .executeTakeFirst()
  return user !== undefined
}

export async function refuseUnknownHospital(db: Db, hospital_code: string): Promise<void> {
  if (!(await findHospital(db, hospital_code))) throw refuse('unknown-hospital', { pointer: '/body/hospital_code', seen: hospital_code })
}

export function findApplication(db: Db, id: number): Promise<ApplicationRow | undefined> {
  return db.selectFrom('finance_applications').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The account comes into being, not activated, with the right to claim; whether the application still waited for an answer. */
export async function approve(id: number, world: World): Promise<boolean> {
  const application = await answer('finance_applications', id, { state: 'approved', reason: null }, world)
  if (!application) return false
  const { login, password, hospital_code, name, email } = application
  const roles = [{ code: 'MOPH_CLAIM_API', level: 1 }]
  const account = { issuer: 'fdh' as const, login, password, hospital_code, name, email, activated: false, roles }
  await addAccount(world.db, account, world.clock.now())
  await sendMail(world, {
    to: email,
    subject: 'ผลการสมัครใช้งาน MOPH Finance Account Center: อนุมัติ',
    body: `ชื่อผู้ใช้ ${login} หน่วยบริการ ${hospital_code} ต้องเปิดใช้งานบัญชี (Activate) ก่อนเข้าสู่ระบบ / The account ${login} of facility ${hospital_code} has been made; activate it before logging in.`,
  })
  return true
}

/** Whether the application still waited for an answer. */
export async function reject(id: number, reason: string, world: World): Promise<boolean> {
  const application = await answer('finance_applications', id, { state: 'rejected', reason }, world)
  if (!application) return false
  await sendMail(world, {
    to: application.email,
    subject: 'ผลการสมัครใช้งาน MOPH Finance Account Center: ไม่อนุมัติ',
    body: `เหตุผล / Reason: ${reason}`,
  })
  return true
}
