import { createMophClient, type MophClient } from '../client.ts'
import type { MophClientOptions } from '../options.ts'
import { type Answer, json, plain, type Received, startServer } from './server.ts'

export const hour = 3_600_000

/** Synthetic, as everything here. */
export const credentials = { user: 'demo', password: 'Password-1', secretKey: 'test$secret-key', hospitalCode: '99999' }

/** A JWT as the Account Center makes them, but for the signature, which no client checks. */
export function tokenUntil(expiresAtMs: number, name = 'demo'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS512', typ: 'JWT' })}.${part({ sub: `${name}@99999`, exp: Math.floor(expiresAtMs / 1000) })}.c2lnbmF0dXJl`
}

export interface Moph {
  client: MophClient
  options: MophClientOptions
  logins: Received[]
  calls: Received[]
}

/** A server in place of both upstreams, behind a path as the sandbox has it, and a client of it. */
export async function startMoph(answers: { login?: Answer; api?: Answer }, more: Partial<MophClientOptions> = {}): Promise<Moph> {
  const { login = plain(200, tokenUntil(Date.now() + 5 * hour)), api = json(200, { result: [] }) } = answers
  const logins: Received[] = []
  const calls: Received[] = []
  const { origin } = await startServer((response, request) => {
    const isLogin = request.url.startsWith('/cvp1.moph.go.th/token')
    ;(isLogin ? logins : calls).push(request)
    ;(isLogin ? login : api)(response, request)
  })
  const baseUrl = `${origin}/cvp1.moph.go.th`
  const options = { baseUrls: { 'moph-account': baseUrl, 'moph-appointment': baseUrl }, credentials, ...more }
  return { client: createMophClient(options), options, logins, calls }
}

/** What a promise is rejected with; a promise that is fulfilled is a failure of the test. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome) return outcome.error
  throw new Error(`Expected a rejection, got ${JSON.stringify(outcome.value)}`)
}
