import { call, type Handover, type Sent } from './call.ts'
import { AuthenticationError } from './errors/refused.ts'
import type { TokenSource } from './moph-account/token-source.ts'
import type { Operation } from './operation.ts'
import type { Settings } from './options.ts'
import { type EnvelopeProperty, type JsonTypeOf, resultOf } from './result.ts'

/** What openapi-fetch is to add to a request. */
export interface Authorised extends Handover {
  headers: { Authorization: string }
}

/** Sends a request of an operation and returns the `result` of its reply, or what else the envelope calls it. */
export type AuthorisedCall<Property extends EnvelopeProperty = 'result'> = <Result>(
  operation: Operation,
  expected: JsonTypeOf<Result>,
  send: (init: Authorised) => Promise<Sent<Record<Property, Result>>>,
) => Promise<Result>

/**
 * Calls that carry a token. A 401 means that nothing was executed, so the token is renewed and the call repeated, once;
 * a second 401 is an AuthenticationError. Nothing else is ever repeated.
 */
export function authorisedCalls<Property extends EnvelopeProperty = 'result'>(
  settings: Settings,
  tokens: TokenSource,
  property: Property = 'result' as Property,
): AuthorisedCall<Property> {
  return async (operation, expected, send) => {
    const sendWith = async (token: string) => {
      const secrets = [token]
      const init = { headers: { Authorization: `Bearer ${token}` } }
      const answer = await call(operation, settings, secrets, (handover) => send({ ...init, ...handover }))
      return resultOf(operation, answer, expected, secrets, property)
    }
    const token = await tokens.token()
    try {
      return await sendWith(token)
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error
    }
    return sendWith(await tokens.renewed(token))
  }
}
