import { refusals } from '../../../src/gateway/refusal.ts'
import type { OperationFunctions } from '../../../src/gateway/upstream.ts'
import type { components, operations, Rule } from '../../../src/generated/control/moph-finance-account.ts'
import { localTime } from '../../../src/workspace/clock.ts'
import type { World } from '../../../src/workspace/world.ts'
import { findAccount } from '../accounts.ts'
import { apply, approve, findApplication, refuseUnknownHospital, reject } from './applications.ts'
import { askForKey, issueKey, refuseKey } from './key-requests.ts'
import type { ApplicationRow, KeyRequestRow } from './tables.ts'

const refuse = refusals<Rule>()

/** MOPH Finance Account Center, as the facility that applies and as the office that answers (MOPH Claim and Finance Account Center guide). */
export const financeActions: OperationFunctions<operations> = {
  async listFinanceApplications({ query }, { db }) {
    let rows = db.selectFrom('finance_applications').selectAll().orderBy('id')
    if (query.state !== undefined) rows = rows.where('state', '=', query.state)
    if (query.hospital_code !== undefined) rows = rows.where('hospital_code', '=', query.hospital_code)
    return (await rows.execute()).map(applicationOf)
  },

  async applyByForm({ body }, world) {
    const { hospital_code, signed = true, letter = true, people } = body
    await refuseUnknownHospital(world.db, hospital_code)
    const circumstances = { by: 'form', hospital_code, signed: Number(signed), letter: Number(letter) } as const
    const applications: components['schemas']['Application'][] = []
    for (const [index, person] of people.entries())
      applications.push(await shownApplication(await apply(person, circumstances, `/body/people/${index}`, world), world))
    return applications
  },

  async signUpByEkyc({ body: { hospital_code, person } }, world) {
    await refuseUnknownHospital(world.db, hospital_code)
    const proved = await world.db.selectFrom('finance_ekyc').select('cid').where('cid', '=', person.cid).executeTakeFirst()
    if (!proved) throw refuse('no-ekyc', { pointer: '/body/person/cid', seen: person.cid })
    const circumstances = { by: 'ekyc', hospital_code, signed: 1, letter: 1 } as const
    return shownApplication(await apply(person, circumstances, '/body/person', world), world)
  },

  async recordEkyc({ path: { cid } }, { db }) {
    await db
      .insertInto('finance_ekyc')
      .values({ cid })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  },

  async getFinanceApplication({ path }, world) {
    return shownApplication(path.id, world)
  },

  async approveFinanceApplication({ path }, world) {
    const { login, state } = await shownApplication(path.id, world)
    if (state === 'pending' && (await findAccount(world.db, 'fdh', login)))
      throw refuse('login-taken', { pointer: '/path/id', seen: path.id })
    if (!(await approve(path.id, world))) throw refuse('application-answered', { pointer: '/path/id', seen: path.id })
    return shownApplication(path.id, world)
  },

  async rejectFinanceApplication({ path, body }, world) {
    await shownApplication(path.id, world)
    if (!(await reject(path.id, body.reason, world))) throw refuse('application-answered', { pointer: '/path/id', seen: path.id })
    return shownApplication(path.id, world)
  },

  async listKeyRequests({ query }, { db }) {
    let rows = db.selectFrom('finance_key_requests').selectAll().orderBy('id')
    if (query.state !== undefined) rows = rows.where('state', '=', query.state)
    if (query.hospital_code !== undefined) rows = rows.where('hospital_code', '=', query.hospital_code)
    return (await rows.execute()).map(keyRequestOf)
  },

  async requestSecretKey({ body }, world) {
    await refuseUnknownHospital(world.db, body.hospital_code)
    return shownKeyRequest(await askForKey(body, world), world)
  },

  async issueSecretKey({ path }, world) {
    await shownKeyRequest(path.id, world)
    if (!(await issueKey(path.id, world))) throw refuse('key-request-answered', { pointer: '/path/id', seen: path.id })
    return shownKeyRequest(path.id, world)
  },

  async rejectKeyRequest({ path, body }, world) {
    await shownKeyRequest(path.id, world)
    if (!(await refuseKey(path.id, body.reason, world))) throw refuse('key-request-answered', { pointer: '/path/id', seen: path.id })
    return shownKeyRequest(path.id, world)
  },

  async listFinanceMails({ query }, { db }) {
    let rows = db.selectFrom('finance_mails').selectAll().orderBy('id')
    if (query.to !== undefined) rows = rows.where('to', '=', query.to)
    return (await rows.execute()).map((mail) => ({ ...mail, sent_at: localTime(mail.sent_at) }))
  },
}

async function shownApplication(id: number, { db }: World): Promise<components['schemas']['Application']> {
  const row = await findApplication(db, id)
  if (!row) throw refuse('unknown-application', { pointer: '/path/id', seen: id })
  return applicationOf(row)
}

async function shownKeyRequest(id: number, { db }: World): Promise<components['schemas']['KeyRequest']> {
  const row = await db.selectFrom('finance_key_requests').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw refuse('unknown-key-request', { pointer: '/path/id', seen: id })
  return keyRequestOf(row)
}

/** The password stays out of sight. */
function applicationOf({ password: _password, ...row }: ApplicationRow): components['schemas']['Application'] {
  return { ...row, ...inLocalTime(row), signed: row.signed === 1, letter: row.letter === 1 }
}

function keyRequestOf(row: KeyRequestRow): components['schemas']['KeyRequest'] {
  return { ...row, ...inLocalTime(row) }
}

function inLocalTime({ sent_at, due_at, answered_at }: Pick<KeyRequestRow, 'sent_at' | 'due_at' | 'answered_at'>) {
  return {
    sent_at: localTime(sent_at),
    due_at: localTime(due_at),
    answered_at: answered_at === null ? null : localTime(answered_at),
  }
}
