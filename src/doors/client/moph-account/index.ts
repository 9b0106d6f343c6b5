import type { TokenSource } from './token-source.ts'

/** MOPH Account Center: the login that every MOPH API asks for first. The other calls log in by themselves. */
export interface AccountClient {
  /**
   * The access token, for `Authorization: Bearer <jwt>`. Logs in at the first call and from 60 seconds before `exp`; concurrent calls
   * share one login. A secret: it must not be logged.
   *
   * @returns the bare JWT
   * @throws LoginRefusedError (or NoTokenError) at every call after a refused login, without another request
   * @throws RateLimitedError, UpstreamFailedError, TimeoutError, ConnectionError, UnexpectedReplyError: a later call tries again
   * Source: MOPH Claim and Finance Account Center guide, step 3 (Authentication)
   */
  token(): Promise<string>
}

export function accountClient(tokens: TokenSource): AccountClient {
  return { token: () => tokens.token() }
}
