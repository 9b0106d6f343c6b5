import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, TestSandbox } from '../../fixtures/harness/sandbox.ts'
import type { MophClient } from '../../src/doors/client/index.ts'
import { documentOf } from './document.ts'
import { type Judgement, type Oracle, startOracle } from './oracle.ts'

/** A Tuesday; the sample schedules of the demo world are a week later. */
export const oracleNow = '2026-11-24T02:00:00.000Z'

/** What a suite is told about its surroundings. */
export interface Surroundings {
  /** The oracle, in place of the upstream's base URL. */
  oracle: string
  /** Base URL of anything else on the sandbox, past the oracle: `direct('cvp1.moph.go.th')`. */
  direct(realBase: string): string
  /** The control API of the suite's workspace; a refusal is thrown. */
  control(method: string, path: string, body?: unknown): Promise<Answer['json']>
}

/** A call of one operation that is answered with something in it. */
export type Example<Client> = (client: Client, surroundings: Surroundings) => Promise<unknown>

export interface OracleSuite<Client> {
  /** Names of files in specs/, without the ending. */
  specs: readonly string[]
  /** Host and base path of the real service: `cvp1.moph.go.th`. */
  realBase: string
  clientOf(surroundings: Surroundings): Client
  /** By `operationId`: every operation of the specs, or of those that this base serves. */
  examples: Readonly<Record<string, Example<Client>>>
  /** Operations of the specs that another base serves, with the suite that has them. */
  elsewhere?: readonly string[]
  /** Replies that may hold nothing, so that nothing can be lacking in them, by operation, each with its reason. */
  mayBeEmpty?: Readonly<Record<string, string>>
  /** What has to happen in the world before each call. */
  before?(surroundings: Surroundings): Promise<unknown>
}

/** What Prism, an independent reader of the specs, has to say about an upstream: nothing against it, and that it is awake. */
export function describeOracle<Client = MophClient>(name: string, suite: OracleSuite<Client>): void {
  const { specs, realBase, clientOf, examples, elsewhere = [], mayBeEmpty = {}, before } = suite
  const operations = Object.keys(examples)

  describe(`Prism, between a client and ${name}`, () => {
    let sandbox: TestSandbox
    let oracle: Oracle
    let surroundings: Surroundings
    let documented: DescribedOperation[]
    /** Successes that Prism had nothing against, by operation. */
    const judgedWell = new Set<string>()
    const lastJudged = () => oracle.judgements.at(-1)!

    beforeAll(async () => {
      sandbox = await TestSandbox.start()
      await sandbox.control('POST', '/workspaces', { name: 'oracle', now: oracleNow })
      oracle = await startOracle({ specs, target: `${sandbox.url}/w/oracle/${realBase}` })
      surroundings = {
        oracle: oracle.url,
        direct: (base) => `${sandbox.url}/w/oracle/${base}`,
        control: async (method, path, body) => {
          const { status, json, text } = await sandbox.control(method, path, body, '/w/oracle')
          if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
          return json
        },
      }
      documented = operationsIn((await documentOf(specs)).paths)
      await surroundings.control('POST', '/snapshots', { name: 'start' })
    })
    beforeEach(async () => {
      await surroundings.control('POST', '/snapshots/start/restore')
      await surroundings.control('DELETE', '/journal')
      await before?.(surroundings)
    })
    afterAll(async () => {
      await oracle?.close()
      await sandbox?.close()
    })

    const play = (operation: string) => examples[operation]!(clientOf(surroundings), surroundings)

    it.each(operations)('has nothing against %s', async (operation) => {
      const from = oracle.judgements.length
      await play(operation)
      const judged: readonly Judgement[] = oracle.judgements.slice(from)
      expect(judged.filter(({ violation }) => violation !== undefined)).toEqual([])
      expect(lastJudged().status).toBeLessThan(300)
      judgedWell.add(operation)
    })

    it.each(operations)('has nothing against any error that is documented for %s', async (operation) => {
      const statuses = documented.find(({ operationId }) => operationId === operation)!.errors
      expect(statuses.length).toBeGreaterThan(0)
      for (const status of statuses) {
        await surroundings.control('DELETE', '/faults')
        await surroundings.control('POST', '/faults', { kind: 'status', status, operation })
        await expect(play(operation)).rejects.toThrow()
        expect(lastJudged()).toMatchObject({ status, violation: undefined })
      }
    })

    it('has judged a success of every operation in the specs', () => {
      expect([...judgedWell, ...elsewhere].sort()).toEqual(documented.map(({ operationId }) => operationId).sort())
      expect(operations).toEqual(expect.arrayContaining(Object.keys(mayBeEmpty)))
    })

    it.each(operations.filter((operation) => mayBeEmpty[operation] === undefined))(
      'objects to a reply of %s that lacks what is documented',
      async (operation) => {
        await oracle.corrupt(lacking, () => play(operation).catch(() => {}))
        expectObjection()
      },
    )

    it.each(operations)('objects to a reply of %s with a wrong type deep in it', async (operation) => {
      await oracle.corrupt(spoilt, () => play(operation).catch(() => {}))
      expectObjection()
    })

    const expectObjection = () => expect(lastJudged()).toMatchObject({ status: 500, violation: expect.stringContaining('response') })

    it('objects to a status that is not documented', async () => {
      const operation = operations[0]!
      await surroundings.control('POST', '/faults', { kind: 'status', status: 507, operation })
      await expect(play(operation)).rejects.toThrow()
      expect(lastJudged().violation).toContain('Unable to match the returned status code')
    })
  })
}

interface DescribedOperation {
  operationId: string
  /** Documented error statuses. */
  errors: number[]
}

function operationsIn(paths: Record<string, object>): DescribedOperation[] {
  const objects = Object.values(paths).flatMap((item) => Object.values(item) as { operationId?: string; responses?: object }[])
  return objects.flatMap(({ operationId, responses = {} }) =>
    operationId === undefined
      ? []
      : [
          {
            operationId,
            errors: Object.keys(responses)
              .map(Number)
              .filter((status) => status >= 400),
          },
        ],
  )
}

/** Nothing of what a JSON reply holds; what holds nothing, as a text, becomes a number. */
function lacking(body: string): string {
  const value = parsed(body)
  if (isEmpty(value)) return '0'
  return JSON.stringify(Array.isArray(value) ? [{}] : {})
}

/** The deepest string, number or boolean of a JSON reply becomes an object; what holds nothing, as a text, becomes a number. */
function spoilt(body: string): string {
  const value = parsed(body)
  return isEmpty(value) ? '0' : JSON.stringify(withWrongValue(value, deepest(value)))
}

const isEmpty = (value: unknown) => value === undefined || (value !== null && typeof value === 'object' && Object.keys(value).length === 0)

/** The way to the value that lies deepest, the first of those. */
function deepest(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return []
  const ways = Object.entries(value).map(([key, child]) => [key, ...deepest(child)])
  return ways.reduce((best, way) => (way.length > best.length ? way : best), [])
}

function withWrongValue(value: unknown, [key, ...rest]: string[]): unknown {
  if (key === undefined) return { spoilt: true }
  const copy = structuredClone(value) as Record<string, unknown>
  copy[key] = withWrongValue(copy[key], rest)
  return copy
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
