import { LoginRefusedError } from '../errors/refused.ts'
import { NoTokenError } from '../errors/unanswered.ts'
import type { AccessToken } from './access-token.ts'

/** Gives the token of one account, logging in as seldom as possible. */
export interface TokenSource {
  /** The token in use, or a new one from 60 seconds before it expires. */
  token(): Promise<string>
  /** A token other than the one that was refused: the one a concurrent caller has fetched meanwhile, or a new one. */
  renewed(refused: string): Promise<string>
}

const renewBeforeMs = 60_000

/**
 * @param login asks for a new token
 * @param clock the time in epoch milliseconds
 */
export function createTokenSource(login: () => Promise<AccessToken>, clock: () => number): TokenSource {
  let current: AccessToken | undefined
  let pending: Promise<string> | undefined
  /** The refusal of the login, after which there is never another: repeated failures lock the account for 15 minutes. */
  let refusal: Error | undefined

  async function renew(): Promise<string> {
    try {
      current = await login()
      return current.jwt
    } catch (error) {
      if (error instanceof LoginRefusedError || error instanceof NoTokenError) refusal = error
      throw error
    } finally {
      pending = undefined
    }
  }

  async function token(): Promise<string> {
    if (refusal) throw refusal
    if (current && clock() < current.expiresAt - renewBeforeMs) return current.jwt
    pending ??= renew()
    return pending
  }

  return {
    token,
    renewed(refused) {
      if (current?.jwt === refused) current = undefined
      return token()
    },
  }
}
