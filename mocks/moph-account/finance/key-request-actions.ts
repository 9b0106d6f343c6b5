import type { operations, Rule } from '../../../src/generated/control/moph-finance-account.ts'
import { refusals } from '../../../src/upstream/refusal.ts'
import type { OperationFunctions } from '../../../src/upstream/upstream.ts'
import { refuseUnknownHospital } from './applications.ts'
import { askForKey, issueKey, refuseKey } from './key-requests.ts'
import { keyRequestOf, shownKeyRequest } from './views.ts'

const refuse = refusals<Rule>()

type KeyRequestActions = Pick<operations, 'listKeyRequests' | 'requestSecretKey' | 'issueSecretKey' | 'rejectKeyRequest'>

/** Asking for the secret key, as the facility, and sending it, as the office (MOPH Claim and Finance Account Center guide, step 3, 2). */
export const keyRequestActions: OperationFunctions<KeyRequestActions> = {
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
}
