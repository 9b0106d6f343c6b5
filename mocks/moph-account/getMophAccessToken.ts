import type { components, operations, Rule } from '../../src/generated/moph-account.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { logIn } from './logIn.ts'

const refuse = refusals<Rule>()

/** Logs in (MOPH Claim and Finance Account Center guide, step 3), with either form of credentials, in the body or, as some clients do, in the query. */
export const getMophAccessToken: OperationFunction<operations['getMophAccessToken']> = async ({ query, body }, world) => {
  if (body && isHashed(body))
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

type Hashed = components['schemas']['HashedCredentials']

/** A body may hold one form whole and bits of the other, of any type: the schema only says that one of them is whole. */
function isHashed(body: components['schemas']['Credentials']): body is Hashed {
  const { user, password_hash, hospital_code } = body as Partial<Hashed>
  return [user, password_hash, hospital_code].every((value) => typeof value === 'string')
}
