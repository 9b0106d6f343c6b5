import fc from 'fast-check'
import { numbers } from '../hardware/testing/any-commands.ts'
import { controlParts, upstreams } from '../mocks/index.ts'
import { controlUpstreams } from '../src/engine/control/upstream.ts'
import { brokenCall } from '../src/engine/gateway/testing/broken.ts'
import { validCall } from '../src/engine/gateway/testing/valid.ts'
import { written } from '../src/engine/gateway/testing/write.ts'
import type { Sandbox } from '../src/engine/sandbox.ts'
import { type Operation, operationsOf } from '../src/upstream/operation.ts'
import type { Shot } from './bombard.ts'

/** A control action that ends what the attack counts on, or that never ends. */
const left = new Set([
  'followJournal',
  'deleteWorkspace',
  'resetWorkspace',
  'restoreSnapshot',
  'createWorkspace',
  'advanceClock',
  'setClock',
  'addFault',
  'setSwitches',
])

export const allOperations: readonly Operation[] = [
  ...upstreams.flatMap(operationsOf),
  // Only what the specs say is read here; nothing of the sandbox is called.
  ...controlUpstreams({ blueprint: { controlParts } } as unknown as Sandbox)
    .flatMap(operationsOf)
    .filter(({ id }) => !left.has(id)),
]

/** Calls that the schemas allow, so many for each operation. */
export const goodCalls = (seed: number, each: number, token: string): Shot[] =>
  allOperations.flatMap((operation) => fc.sample(validCall(operation), { numRuns: each, seed }).map((call) => wire(operation, call, token)))

/** The same with one thing broken each. */
export const brokenCalls = (seed: number, each: number, token: string): Shot[] =>
  allOperations.flatMap((operation) =>
    fc.sample(brokenCall(operation, validCall(operation)), { numRuns: each, seed }).map(({ call }) => wire(operation, call, token)),
  )

function wire(operation: Operation, call: Parameters<typeof written>[1], token: string): Shot {
  const { path, request } = written(operation, call, operation.roles ? { authorization: `Bearer ${token}` } : {})
  return { path, ...request }
}

/** Endless variations of calls: a byte of the path, a header or the body is changed, doubled or lost. The seed decides them. */
export function* variations(calls: readonly Shot[], seed: number): Generator<Shot> {
  const below = numbers(seed)
  while (true) {
    const call = calls[below(calls.length)]!
    const { raw, headers = {} } = call
    const token = headers.authorization
    const kind = below(6)
    if (kind === 0) yield { ...call, path: `/${disturbed(call.path.slice(1), below).replace(/[^\x21-\x7e]/g, '%')}` }
    else if (kind === 1 && typeof raw === 'string') yield { ...call, raw: disturbed(raw, below) }
    else if (kind === 2) yield { ...call, headers: { ...headers, 'content-type': oddTypes[below(oddTypes.length)]! } }
    else if (kind === 3 && token)
      yield { ...call, headers: { ...headers, authorization: disturbed(token, below).replace(/[^\x20-\x7e]/g, '?') } }
    else if (kind === 4) yield { ...call, method: oddMethods[below(oddMethods.length)]! }
    else yield call
  }
}

const oddTypes = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=tis-620',
  'application/octet-stream',
  ';;;',
  'application/json; charset="',
]
const oddMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']
const oddBytes = ['\0', '\u001b', '"', '{', '[', '%', '\\', '\n', 'ก', '์', '\u202e', '\ud800', '9'.repeat(400)]

function disturbed(text: string, below: (limit: number) => number): string {
  const at = below(text.length + 1)
  const kind = below(4)
  if (kind === 0) return text.slice(0, at)
  if (kind === 1) return text.slice(0, at) + text.slice(at + 1 + below(8))
  if (kind === 2) return text.slice(0, at) + oddBytes[below(oddBytes.length)] + text.slice(at)
  return text + text.slice(at)
}
