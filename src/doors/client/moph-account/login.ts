import createClient from 'openapi-fetch'
import type { components, paths } from '../../../generated/moph-account.ts'
import { call } from '../call.ts'
import { concealText } from '../conceal.ts'
import { LoginRefusedError, RateLimitedError, RefusedError } from '../errors/refused.ts'
import { shortened } from '../errors/reply.ts'
import { NoTokenError } from '../errors/unanswered.ts'
import type { Operation } from '../operation.ts'
import type { Credentials, Settings } from '../options.ts'
import { passwordHash } from '../password-hash.ts'
import { type AccessToken, readAccessToken } from './access-token.ts'

/** The spec calls it a write, as failures are counted; but there is nothing that a caller would have to look up, so here it is a read. */
const operation: Operation = { upstream: 'moph-account', name: 'getMophAccessToken', effect: 'read' }

/** An account centre, and who logs in there. */
export interface AccountCentre {
  baseUrl: string
  credentials: Credentials
}

/**
 * Logs in once, with the hash in the body and never in the URL, where it would end up in access logs.
 *
 * @throws LoginRefusedError or NoTokenError where it must not be tried again, another MophError where it may
 * Source: MOPH Claim and Finance Account Center guide, step 3; MOPH Immunization Center API v1.15
 */
export async function login(settings: Settings, { baseUrl, credentials }: AccountCentre): Promise<AccessToken> {
  const { user, hospitalCode } = credentials
  const hash = hashOf(credentials)
  const body: components['schemas']['HashedCredentials'] = { user, password_hash: hash, hospital_code: hospitalCode }
  const http = createClient<paths>({ baseUrl })

  const { status, data: reply } = await call(operation, settings, [hash], (handover) =>
    http.POST('/token#get_moph_access_token', {
      ...handover,
      params: { query: { Action: 'get_moph_access_token' } },
      body,
      parseAs: 'text',
    }),
  ).catch((error: unknown) => {
    throw isRefusal(error) ? new LoginRefusedError(operation, error) : error
  })
  const token = readAccessToken(reply ?? '')
  if (token) return token
  const seen = reply ? `"${shortened(concealText(reply, [hash]))}"` : 'an empty body'
  throw new NoTokenError(operation, `answered ${status} with ${seen} instead of a token that says when it expires`, status)
}

/** Which status refuses a login is not documented, so every 4xx counts, but for those that say "later". */
function isRefusal(error: unknown): error is RefusedError {
  return error instanceof RefusedError && !(error instanceof RateLimitedError) && error.status !== 408
}

function hashOf(credentials: Credentials): string {
  return 'passwordHash' in credentials ? credentials.passwordHash : passwordHash(credentials.password, credentials.secretKey)
}
