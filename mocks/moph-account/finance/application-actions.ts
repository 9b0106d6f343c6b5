import type { components, operations, Rule } from '../../../src/generated/control/moph-finance-account.ts'
import { refusals } from '../../../src/upstream/refusal.ts'
import type { OperationFunctions } from '../../../src/upstream/upstream.ts'
import { findAccount } from '../accounts.ts'
import { apply, approve, refuseUnknownHospital, reject } from './applications.ts'
import { applicationOf, shownApplication } from './views.ts'

const refuse = refusals<Rule>()

type ApplicationActions = Pick<
  operations,
  | 'listFinanceApplications'
  | 'applyByForm'
  | 'signUpByEkyc'
  | 'recordEkyc'
  | 'getFinanceApplication'
  | 'approveFinanceApplication'
  | 'rejectFinanceApplication'
>

/** Applying for an account, as the facility, and answering, as the office (MOPH Claim and Finance Account Center guide, steps 1 to 3.2). */
export const applicationActions: OperationFunctions<ApplicationActions> = {
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
}
