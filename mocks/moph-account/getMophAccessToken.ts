import { refusals } from '../../src/gateway/refusal.ts'
import type { OperationFunction } from '../../src/gateway/upstream.ts'
import type { operations, Rule } from '../../src/generated/moph-account.ts'
import { logIn } from './logIn.ts'

const refuse = refusals<Rule>()

/** Logs in (MOPH Claim and Finance Account Center guide, step 3), with either form of credentials, in the body or, as some clients do, in the query. */
export const getMophAccessToken: OperationFunction<operations['getMophAccessToken']> = async ({ query, body }, world) => {
  if (body && 'user' in body)
    return logIn({ user: body.user, passwordHash: body.password_hash, hospitalCode: body.hospital_code }, '/body', world)
  if (body) {
    world.report('plain-password-form', { pointer: '/body/password', seen: '(secret)' })
    return logIn({ user: body.username, password: body.password }, '/body', world)
  }
  if (query.user === undefined || query.password_hash === undefined || query.hospital_code === undefined)
    throw refuse('credentials-missing', { pointer: '/body' })
  world.report('undocumented-token-form', { pointer: '/query/password_hash', seen: '(secret)' })
  return logIn({ user: query.user, passwordHash: query.password_hash, hospitalCode: query.hospital_code }, '/query', world)
}
