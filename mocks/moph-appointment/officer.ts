import type { Rule } from '../../src/generated/control/moph-appointment.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { World } from '../../src/upstream/world.ts'
import { allRoles, findAccount } from '../moph-account/accounts.ts'

const refuse = refusals<Rule>()
const operator = 'sandbox'

/**
 * The officer who acts on a facility's dashboard, for the record. An account needs the role APPOINTMENT_DASHBOARD
 * (MOPH Appointment Center manual, 1.4) and at level 1 manages its own facility only (assumed).
 */
export async function officerOf(hospitalCode: string, login: string | undefined, { db }: World): Promise<string> {
  if (login === undefined) return operator
  const at = { pointer: '/query/as', seen: login }
  const account = await findAccount(db, 'cvp1', login)
  if (!account || account.activated === 0 || account.suspended === 1) throw refuse('officer-may-not', at)
  const dashboard = (await allRoles(db, account.user_id)).find(({ code }) => code === 'APPOINTMENT_DASHBOARD')
  if (!dashboard || (dashboard.level === 1 && account.hospital_code !== hospitalCode)) throw refuse('officer-may-not', at)
  return login
}
