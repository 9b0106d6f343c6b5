import type { operations } from '../../src/generated/moph-account.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { logIn } from './logIn.ts'

/** Logs in by GET, as several public clients do: answered, and reported, since the hash ends up in access logs. */
export const getMophAccessTokenByQuery: OperationFunction<operations['getMophAccessTokenByQuery']> = async ({ query }, world) => {
  world.report('undocumented-token-form', { pointer: '/query/password_hash', seen: '(secret)' })
  return logIn({ user: query.user, passwordHash: query.password_hash, hospitalCode: query.hospital_code }, '/query', world)
}
