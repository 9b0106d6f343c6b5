import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import mophAccount from '../../src/generated/moph-account.json' with { type: 'json' }
import mophAppointment from '../../src/generated/moph-appointment.json' with { type: 'json' }
import mophClaim from '../../src/generated/moph-claim.json' with { type: 'json' }
import mophConnect from '../../src/generated/moph-connect.json' with { type: 'json' }
import mophMessaging from '../../src/generated/moph-messaging.json' with { type: 'json' }
import nhsoAgent from '../../src/generated/nhso-agent.json' with { type: 'json' }
import nhsoAuthen from '../../src/generated/nhso-authen.json' with { type: 'json' }
import { statesOf } from './states.ts'
import type { Outcome } from './verifier.ts'
import { verify } from './verify.ts'

const providers = [
  { provider: 'moph-account', spec: mophAccount },
  { provider: 'moph-appointment', spec: mophAppointment },
  { provider: 'moph-claim', spec: mophClaim },
  { provider: 'moph-connect', spec: mophConnect },
  { provider: 'moph-messaging', spec: mophMessaging },
  { provider: 'nhso-authen', spec: nhsoAuthen },
  { provider: 'nhso-agent', spec: nhsoAgent },
] as const
type Provider = (typeof providers)[number]['provider']

/** The login by query string, and a path that one client has by mistake. */
const neverUsed = new Set(['GET /token#get_moph_access_token', 'GET /api/api/preference'])

const folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-broken-pacts-'))
const outcomes = new Map<string, Outcome>()

beforeAll(async () => {
  const jobs = providers.flatMap(({ provider }) => [
    { provider, file: committed(provider) },
    { provider, file: broken(provider) },
  ])
  const found = await verify(jobs)
  for (const [index, { file }] of jobs.entries()) outcomes.set(file, found[index]!)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(providers)('The sandbox keeps the pact of $provider', ({ provider, spec }) => {
  const { interactions } = pactIn(committed(provider))

  it('in every interaction', () => {
    const { played, breaches } = outcomes.get(committed(provider))!
    expect(breaches).toEqual([])
    expect(played).toEqual(interactions.map(({ description }) => description))
  })

  it('and a breach is seen in any of them', () => {
    const { breaches } = outcomes.get(broken(provider))!
    expect(breaches).toHaveLength(interactions.length)
    for (const breach of breaches) expect(breach).toMatch(/BodyMismatch|nothing a provider would send/)
  })

  it('in states that it can be brought into, since Pact passes over one that it does not know', () => {
    const given = interactions.flatMap(({ providerStates }) => providerStates.map(({ name }) => name))
    expect(new Set(given)).toEqual(new Set(Object.keys(statesOf[provider] ?? {})))
  })

  it('which has a success of every operation, but for those that the client never uses', () => {
    const documented = Object.entries(spec.paths).flatMap(([key, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${key}`),
    )
    const succeeding = interactions.filter(({ response }) => response.status === 200)
    const called = succeeding.map(
      ({ request: { method, path, query } }) => `${method} ${path}${query?.Action ? `#${query.Action[0]}` : ''}`,
    )
    const played = called.map((call) => documented.find((operation) => isOf(operation, call)) ?? call)
    expect(new Set(played)).toEqual(new Set(documented.filter((operation) => !neverUsed.has(operation))))
  })
})

interface Interaction {
  description: string
  providerStates: { name: string }[]
  request: { method: string; path: string; query?: { Action?: string[] } }
  response: { status: number; body: unknown; matchingRules: { body?: object } }
}

/** A path of a spec may hold `{parameters}`. */
function isOf(operation: string, call: string): boolean {
  const [steps, sent] = [operation.split('/'), call.split('/')]
  return steps.length === sent.length && steps.every((step, index) => step === sent[index] || step.startsWith('{'))
}

function pactIn(file: string): { interactions: Interaction[] } {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function committed(provider: Provider): string {
  return join(import.meta.dirname, `../pacts/moph-sandbox-client-${provider}.json`)
}

/** The same pact, but every reply is asked for something that no provider would send. */
function broken(provider: Provider): string {
  const file = join(folder, `${provider}.json`)
  const pact = pactIn(committed(provider))
  writeFileSync(file, JSON.stringify({ ...pact, interactions: pact.interactions.map(withBrokenReply) }))
  return file
}

function withBrokenReply({ response, ...interaction }: Interaction): object {
  const { body, matchingRules, ...rest } = response
  if (typeof body !== 'string') return { ...interaction, response: { ...rest, matchingRules, body: { ...(body as object), nothing: 1 } } }
  const matchers = [{ match: 'regex', regex: '^nothing a provider would send$' }]
  return { ...interaction, response: { ...rest, body, matchingRules: { ...matchingRules, body: { $: { combine: 'AND', matchers } } } } }
}
