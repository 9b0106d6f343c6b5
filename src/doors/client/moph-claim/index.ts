import createClient from 'openapi-fetch'
import type { paths } from '../../../generated/moph-claim.ts'
import type { AuthorisedCall } from '../authorised-calls.ts'
import { baseUrlOf, type Settings } from '../options.ts'
import { admissions } from './admissions.ts'
import { transactions } from './transactions.ts'

/**
 * MOPH Claim: outpatient visits of diabetes and hypertension (DMHT), vaccinations (EPI) and dT. The account is one of MOPH Finance Account
 * Center (option `finance`) with the right `MOPH_CLAIM_API`.
 *
 * Every method returns the `data` of the reply and throws a MophError: LoginRefusedError, AuthenticationError, ForbiddenError, RefusedError,
 * UpstreamFailedError, TimeoutError, ConnectionError, UnexpectedReplyError, and what it names itself; a TypeError where the client was made
 * without `finance` or `baseUrls['moph-claim']`.
 */
export type ClaimClient = ReturnType<typeof admissions> & ReturnType<typeof transactions>

export function claimClient(settings: Settings, call: AuthorisedCall<'data'>): ClaimClient {
  const parts = { http: () => createClient<paths>({ baseUrl: baseUrlOf(settings, 'moph-claim') }), call }
  return { ...admissions(parts), ...transactions(parts) }
}
