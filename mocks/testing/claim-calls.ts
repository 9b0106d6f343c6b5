import { dmhtAdmission, vaccineAdmission } from '../../fixtures/harness/claim.ts'
import type { Answer } from '../../fixtures/harness/sandbox.ts'
import type { operations } from '../../src/generated/moph-claim.ts'
import type { TestWorld } from './world.ts'

export type ClaimOperation = keyof operations
export type Sending = Exclude<ClaimOperation, 'getTransactionStatus'>

export const productionHost = '/claim-nhso.moph.go.th'
export const testHost = '/uat-moph-nhso.inet.co.th'

type Admission = ReturnType<typeof dmhtAdmission> | ReturnType<typeof vaccineAdmission>

/** A well-formed call of every operation that sends a visit. */
export const admissions: Record<Sending, { path: string; body: Admission }> = {
  sendDmhtAdmission: { path: '/api/v1/opd/service-admissions/dmht', body: dmhtAdmission() },
  sendEpiAdmission: { path: '/api/v1/opd/service-admissions/epi', body: vaccineAdmission('691201-0002', '041') },
  sendDtAdmission: { path: '/api/v1/opd/service-admissions/dt', body: vaccineAdmission('691201-0003', '106') },
}

/** A token of a demo account of MOPH Finance Account Center. */
export async function financeToken(world: TestWorld, user = 'moph-test', hospital_code = '99999'): Promise<string> {
  return `Bearer ${await world.sandbox.token(user, { hospital_code, workspace: world.workspace, issuer: 'fdh' })}`
}

/** Sends a visit, changed where wanted. */
export function sendAdmission(
  world: TestWorld,
  id: Sending,
  authorization: string | undefined,
  change: object = {},
  host = productionHost,
): Promise<Answer> {
  const { path, body } = admissions[id]
  return world.send(`${host}${path}`, { method: 'POST', body: { ...body, ...change }, headers: headersWith(authorization) })
}

export function transactionStatus(
  world: TestWorld,
  uid: string,
  authorization: string | undefined,
  host = productionHost,
): Promise<Answer> {
  return world.send(`${host}/api/v1/opd/service-transactions/${encodeURIComponent(uid)}/status`, { headers: headersWith(authorization) })
}

const headersWith = (authorization: string | undefined) => (authorization === undefined ? {} : { authorization })
