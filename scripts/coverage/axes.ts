import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { prismExamples } from '../../contracts/oracle/examples/index.ts'
import { scenarios } from '../../contracts/scenarios/index.ts'
import { provocations } from '../../mocks/testing/provocations.ts'
import { pathOf } from '../../mocks/testing/seed-request.ts'
import { seedRequests } from '../../mocks/testing/seed-requests.ts'
import { createMophClient } from '../../src/doors/client/index.ts'
import { Router } from '../../src/engine/gateway/route.ts'
import { type Operation, realBase } from '../../src/upstream/operation.ts'
import type { AnyUpstream } from '../../src/upstream/upstream.ts'

export type Axis = 'mock' | 'client' | 'scenario' | 'pact' | 'seed' | 'prism' | 'errors'

/** What proves an operation, axis by axis, in words; an empty text where nothing does. Each is read from what the tests themselves run on. */
export type Proof = (operation: Operation) => string

export function proofs(upstreams: readonly AnyUpstream[]): Record<Axis, Proof> {
  const router = new Router(upstreams)
  const pacts = pactInteractions(upstreams, router)
  const seeds = seedsOf(router)
  const methods = clientMethods()
  const steps = scenarios.flatMap(({ name, script }) =>
    script().steps.map((step) => ({ id: `${name}/${step.id}`, operation: step.operation })),
  )
  return {
    mock: ({ id, upstream }) => (typeof upstream.operations[id] === 'function' ? 'yes' : ''),
    client: ({ id }) => (methods.has(id) ? 'yes' : ''),
    scenario: ({ id }) => {
      const own = steps.filter(({ operation }) => operation === id).map((step) => step.id)
      return own.length > 2 ? `${own.slice(0, 2).join(', ')} and ${own.length - 2} more` : own.join(', ')
    },
    pact: ({ id }) => counted(pacts.filter((operation) => operation === id).length, 'interaction'),
    seed: ({ id }) => seeds.get(id) ?? '',
    prism: ({ id }) => (id in prismExamples ? 'yes' : ''),
    errors: errorsReached,
  }
}

const counted = (count: number, what: string) => (count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`)

/** The methods that a client really has; it sends nothing before one is called. */
function clientMethods(): ReadonlySet<string> {
  const nowhere = 'http://127.0.0.1'
  const credentials = { user: 'demo', passwordHash: '0'.repeat(64), hospitalCode: '99999' }
  const client = createMophClient({ baseUrls: { 'moph-account': nowhere, 'moph-appointment': nowhere }, credentials })
  const methods = Object.values(client).flatMap((part: object) => Object.keys(part))
  // The login has a name of its own, since a client never calls it for its own sake.
  return new Set(methods.map((method) => (method === 'token' ? 'getMophAccessToken' : method)))
}

/** The operation of each interaction of the committed pacts. */
function pactInteractions(upstreams: readonly AnyUpstream[], router: Router): string[] {
  return filesIn('contracts/pacts').flatMap((path) => {
    const { provider, interactions } = JSON.parse(readFileSync(path, 'utf8')) as PactFile
    const bases = upstreams.find(({ name }) => name === provider.name)!.spec.servers!.map(realBase)
    return interactions.map(({ request }) => {
      const routed = bases
        .map((base) => router.find(request.method, `/${base}${request.path}`, request.query?.Action?.[0]))
        .find((one) => 'operation' in one)
      if (!routed || !('operation' in routed)) throw new Error(`${path}: ${request.method} ${request.path} is no operation of a spec`)
      return routed.operation.id
    })
  })
}

/** The section that prints the request of an operation; a request that is filed under another operation than it leads to is an error. */
function seedsOf(router: Router): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(seedRequests).map(([id, { section, method, url }]) => {
      const { pathname, searchParams } = new URL(pathOf(url), 'http://sandbox')
      const routed = router.find(method, pathname, searchParams.get('Action') ?? undefined)
      if (!('operation' in routed) || routed.operation.id !== id) throw new Error(`${method} ${url} is not a request of ${id}`)
      return [id, section]
    }),
  )
}

interface PactFile {
  provider: { name: string }
  interactions: { request: { method: string; path: string; query?: Record<string, string[]> } }[]
}

/** Every status that the spec documents for an operation, with what brings it about in a test. */
function errorsReached({ id, responses, rules, body }: Operation): string {
  const provoked = Object.keys(provocations.find(({ table }) => id in table)?.table[id] ?? {})
  const byRule = new Set(provoked.map((rule) => rules[rule]?.status))
  const ways = [...responses.keys()]
    .filter((status) => status >= 400)
    .map((status) => {
      if (byRule.has(status)) return `${status} rule`
      if (status === 400) return '400 form'
      if (status === 413 && body) return '413 size'
      return id in prismExamples ? `${status} fault` : undefined
    })
  return ways.includes(undefined) ? '' : ways.join(', ')
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  } catch {
    return []
  }
}
