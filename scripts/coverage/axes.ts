import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { prismExamples } from '../../contracts/oracle/examples/index.ts'
import { scenarios } from '../../contracts/scenarios/index.ts'
import { provocations } from '../../mocks/testing/provocations.ts'
import { type Operation, realBase } from '../../src/gateway/operation.ts'
import { Router } from '../../src/gateway/route.ts'
import type { AnyUpstream } from '../../src/gateway/upstream.ts'

export type Axis = 'mock' | 'client' | 'scenario' | 'pact' | 'seed' | 'prism' | 'errors'

/** What proves an operation, axis by axis, in words; an empty text where nothing does. Each is read from what the tests themselves run on. */
export type Proof = (operation: Operation) => string

export function proofs(upstreams: readonly AnyUpstream[]): Record<Axis, Proof> {
  const pacts = pactInteractions(upstreams)
  const steps = scenarios.flatMap(({ name, script }) =>
    script().steps.map((step) => ({ id: `${name}/${step.id}`, operation: step.operation })),
  )
  return {
    mock: ({ id, upstream }) => (typeof upstream.operations[id] === 'function' ? 'yes' : ''),
    client: ({ id, upstream }) => (clientMethods(upstream.name).has(id) ? 'yes' : ''),
    scenario: ({ id }) => {
      const own = steps.filter(({ operation }) => operation === id).map((step) => step.id)
      return own.length > 2 ? `${own.slice(0, 2).join(', ')} and ${own.length - 2} more` : own.join(', ')
    },
    pact: ({ id }) => counted(pacts.filter((operation) => operation === id).length, 'interaction'),
    seed: (operation) =>
      operation.provenance.level === 'documented' && seedText(operation.upstream.name).includes(printedPath(operation)) ? 'yes' : '',
    prism: ({ id }) => (id in prismExamples ? 'yes' : ''),
    errors: errorsReached,
  }
}

const counted = (count: number, what: string) => (count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`)

/** Names under src/client/<upstream>/ that stand where a method is defined; the client's own test holds them against the spec. */
function clientMethods(upstream: string): ReadonlySet<string> {
  // The login has a method of its own name, since a client never calls it for its own sake.
  if (upstream === 'moph-account') return new Set(['getMophAccessToken'])
  const sources = filesIn(join('src/client', upstream)).filter((name) => !name.endsWith('.test.ts'))
  return new Set(
    sources.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/^ {2,6}(?:async )?(\w+)(?::|\()/gm)].map((match) => match[1]!)),
  )
}

/** The operation of each interaction of the committed pacts. */
function pactInteractions(upstreams: readonly AnyUpstream[]): string[] {
  const router = new Router(upstreams)
  return filesIn('contracts/pacts').flatMap((path) => {
    const { provider, interactions } = JSON.parse(readFileSync(path, 'utf8')) as PactFile
    const bases = upstreams.find(({ name }) => name === provider.name)!.spec.servers!.map(realBase)
    return interactions.flatMap(({ request }) => {
      const found = bases.map((base) => router.find(request.method, `/${base}${request.path}`, request.query?.Action?.[0]))
      const routed = found.find((one) => 'operation' in one)
      return routed && 'operation' in routed ? [routed.operation.id] : []
    })
  })
}

interface PactFile {
  provider: { name: string }
  interactions: { request: { method: string; path: string; query?: Record<string, string[]> } }[]
}

/** The tests that play the requests of the documents as printed. */
const seedText = (upstream: string) =>
  [join('mocks', upstream, 'seedInput.test.ts'), 'mocks/seedInput.test.ts']
    .filter((path) => filesIn('mocks').includes(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')

/** As the documents print it: the action where there is one, else the path up to a parameter. */
function printedPath({ path, action }: Operation): string {
  return action === undefined ? path.replace(/\{.*$/, '') : `Action=${action}`
}

/** Every status that the spec documents for an operation, with what brings it about in a test. */
function errorsReached({ id, responses, rules }: Operation): string {
  const provoked = Object.keys(provocations.find(({ table }) => id in table)?.table[id] ?? {})
  const byRule = new Set(provoked.map((rule) => rules[rule]?.status))
  const ways = [...responses.keys()]
    .filter((status) => status >= 400)
    .map((status) => {
      if (byRule.has(status)) return `${status} rule`
      if (status === 400) return '400 form'
      if (status === 413) return '413 size'
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
