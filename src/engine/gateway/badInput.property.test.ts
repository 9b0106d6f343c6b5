import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type Request, TestSandbox } from '../../../fixtures/harness/sandbox.ts'
import { postgres, type TestStore } from '../../../fixtures/harness/stores.ts'
import { controlParts, upstreams } from '../../../mocks/index.ts'
import type { SandboxOptions } from '../../doors/start.ts'
import type { Finding } from '../../upstream/finding.ts'
import { largestBody } from '../../upstream/http.ts'
import { type Operation, operationsOf } from '../../upstream/operation.ts'
import { controlUpstreams } from '../control/upstream.ts'
import type { Sandbox } from '../sandbox.ts'
import { brokenCall } from './testing/broken.ts'
import { breachOfReply, specAllows } from './testing/oracle.ts'
import { type CallValues, validCall } from './testing/valid.ts'
import { readAgain, written } from './testing/write.ts'

/**
 * Every operation of every spec, called with what its schemas allow and with what they do not. fast-check prints seed and path of a
 * failure; `MOPH_SANDBOX_TEST_SEED=… MOPH_SANDBOX_TEST_RUNS=…` plays it again, or looks further.
 */
const seed = process.env.MOPH_SANDBOX_TEST_SEED
const runs = Number(process.env.MOPH_SANDBOX_TEST_RUNS ?? 60)
const settings = { numRuns: runs, ...(seed === undefined ? {} : { seed: Number(seed) }) }
/** Far more than any answer takes. */
const hangMs = 10_000

const upstreamOperations = upstreams.flatMap(operationsOf)

describe('in memory', () => {
  const sandbox = started({})
  describe.each(upstreamOperations.map((operation) => ({ id: operation.id, operation })))('$id', ({ operation }) => {
    answersValidCalls(sandbox, operation)
    refusesBrokenCalls(sandbox, operation)
    if (operation.body) refusesLargeBodies(sandbox, operation)
  })

  describe.each(controlOperations().map((operation) => ({ id: operation.id, operation })))('control: $id', ({ operation }) => {
    answersValidCalls(sandbox, operation)
    refusesBrokenCalls(sandbox, operation)
    if (operation.body) refusesLargeBodies(sandbox, operation)
  })
})

describe.skipIf(postgres.missing !== undefined)(
  postgres.missing ?? 'on PostgreSQL, which takes neither NUL nor numbers above its types',
  () => {
    let store: TestStore
    const sandbox = started(async () => {
      store = await postgres.make()
      return store.options
    })
    afterAll(() => store?.remove())

    describe.each([...upstreamOperations, ...controlOperations()].map((operation) => ({ id: operation.id, operation })))(
      '$id',
      ({ operation }) => {
        refusesBrokenCalls(sandbox, operation, Math.ceil(runs / 6))
      },
    )
  },
)

function answersValidCalls(sandbox: () => Caller, operation: Operation, numRuns = Math.ceil(runs / 2)): void {
  it('answers what its schemas allow', async () => {
    const caller = await sandbox().forOperation(operation)
    await fc.assert(
      fc.asyncProperty(validCall(operation), async (call) => {
        const { answer, findings } = await caller.send(call)
        expect(breachOfReply(operation, answer.status, answer.headers['content-type'], answer.text)).toBeUndefined()
        if (answer.status < 300) return
        // The state may refuse it, by a rule that the spec names for this operation.
        const rules = operation.ownRules.filter((rule) => operation.rules[rule]!.status === answer.status)
        expect(rules.filter((rule) => rulesOf(operation, answer, findings).includes(rule))).not.toEqual([])
      }),
      { ...settings, numRuns },
    )
  })
}

function refusesBrokenCalls(sandbox: () => Caller, operation: Operation, numRuns = runs): void {
  it('refuses what they do not, in its own words, and says why', async () => {
    const caller = await sandbox().forOperation(operation)
    await fc.assert(
      fc.asyncProperty(brokenCall(operation, validCall(operation)), async ({ call, pointer, refused }) => {
        const { answer, findings } = await caller.send(call)
        expect(answer.status).toBeLessThan(500)
        // Another path: no operation's business.
        if (pointer.startsWith('/path/') && !isSegment(call.path, pointer)) return
        expect(breachOfReply(operation, answer.status, answer.headers['content-type'], answer.text)).toBeUndefined()
        if (!refused && !mustBeRefused(operation, readAgain(operation, call))) return
        expect(answer.status).toBe(400)
        if (operation.upstream.strict) return
        expect(findings.some((finding) => pointsAt(finding.pointer, pointer))).toBe(true)
        for (const finding of findings) expectComplete(finding)
      }),
      { ...settings, numRuns },
    )
  })
}

function refusesLargeBodies(sandbox: () => Caller, operation: Operation): void {
  it('refuses a body that is too large as its spec says', async () => {
    const caller = await sandbox().forOperation(operation)
    const [call] = fc.sample(validCall(operation), { numRuns: 1, seed: 1 })
    const { answer, findings } = await caller.send({ ...call!, body: 'x'.repeat(largestBody + 1) })
    expect(answer.status).toBe(413)
    expect(breachOfReply(operation, answer.status, answer.headers['content-type'], answer.text)).toBeUndefined()
    if (!operation.upstream.strict) expect(findings.map(({ rule, pointer }) => [rule, pointer])).toEqual([['body-too-large', '/body']])
  })
}

function isSegment(path: Record<string, unknown>, pointer: string): boolean {
  const value = path[pointer.slice('/path/'.length)]
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** By the spec as plain JSON Schema, and because no text may hold NUL or what is no UTF-8. */
function mustBeRefused(operation: Operation, call: CallValues): boolean {
  const sent = [...Object.values(call.query), ...Object.values(call.path)]
  return (
    !specAllows(operation, call) || sent.some((value) => typeof value === 'string' && /[\0\ufffd]|\p{Cs}/u.test(value)) || hasNul(call.body)
  )
}

function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0')
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(([name, item]) => name.includes('\0') || hasNul(item))
}

/** A path that cannot be decoded is found wrong as a whole. */
const pointsAt = (found: string, broken: string) =>
  found.startsWith(broken) || broken.startsWith(found) || (found === '/url' && broken.startsWith('/path/'))

function rulesOf({ upstream }: Operation, { json }: Answer, findings: readonly Finding[]): string[] {
  if (upstream.strict) return [json.error.rule]
  const prefix = `${upstream.name}/`
  return findings.filter(({ rule }) => rule.startsWith(prefix)).map(({ rule }) => rule.slice(prefix.length))
}

function expectComplete({ rule, severity, pointer, seen, text, hint, provenance }: Finding): void {
  expect(pointer).toMatch(/^\/(query|body|path|headers|url|method)/)
  expect(['error', 'warning', 'info']).toContain(severity)
  expect(['documented', 'observed', 'assumed']).toContain(provenance.level)
  for (const said of [rule, seen, text.en, hint.en, provenance.source]) expect(said).toMatch(/\S/)
  for (const said of [text.th, hint.th]) expect(said).toMatch(/[\u0e00-\u0e7f]/)
}

/** Calls one operation, in a workspace where nothing else happens. */
class Caller {
  readonly #sandbox: TestSandbox
  readonly #token: string
  readonly #operation: Operation | undefined
  readonly #workspace: string

  constructor(sandbox: TestSandbox, token: string, workspace = '', operation?: Operation) {
    this.#sandbox = sandbox
    this.#token = token
    this.#workspace = workspace
    this.#operation = operation
  }

  async forOperation(operation: Operation): Promise<Caller> {
    const name = `only-${operation.id.toLowerCase()}`
    await this.#sandbox.control('POST', '/workspaces', { name })
    return new Caller(this.#sandbox, await this.#tokenFor(operation, `/w/${name}`), `/w/${name}`, operation)
  }

  /** Of MOPH Finance for claims; NHSO's come from its menu, not from a login. */
  async #tokenFor({ upstream }: Operation, workspace: string): Promise<string> {
    if (upstream.name === 'moph-claim') return this.#sandbox.token('moph-test', { issuer: 'fdh' })
    if (upstream.name !== 'nhso-authen') return this.#token
    const { json } = await this.#sandbox.control('GET', '/nhso/production/tokens/99999', undefined, workspace)
    return json.token
  }

  async send(call: CallValues): Promise<{ answer: Answer; findings: Finding[] }> {
    const operation = this.#operation!
    const headers = operation.roles ? { authorization: `Bearer ${this.#token}` } : {}
    const { path, request } = written(operation, call, headers)
    const answer = await this.#inTime(`${this.#workspace}${path}`, request)
    if (operation.upstream.strict) return { answer, findings: [] }
    const { json } = await this.#sandbox.control('GET', '/journal?limit=1', undefined, this.#workspace)
    return { answer, findings: json[0].findings }
  }

  async #inTime(path: string, request: Request): Promise<Answer> {
    const started = performance.now()
    const answer = await this.#sandbox.send(path, request)
    expect(performance.now() - started).toBeLessThan(hangMs)
    return answer
  }
}

/** A sandbox for the tests of the block that it is called in. */
function started(options: SandboxOptions | (() => Promise<SandboxOptions>)): () => Caller {
  let sandbox: TestSandbox
  let caller: Caller
  beforeAll(async () => {
    sandbox = await TestSandbox.start(typeof options === 'function' ? await options() : options)
    caller = new Caller(sandbox, await sandbox.token())
  })
  afterAll(() => sandbox?.close())
  return () => caller
}

function controlOperations(): Operation[] {
  // Only what the spec says is read here; nothing of the sandbox is called.
  const parts = { blueprint: { controlParts } } as Sandbox
  return controlUpstreams(parts)
    .flatMap(operationsOf)
    .filter(({ id }) => id !== 'followJournal')
}
