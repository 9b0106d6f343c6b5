import fc from 'fast-check'
import type { Schema } from '../../../upstream/document.ts'
import type { Operation } from '../../../upstream/operation.ts'
import type { CallValues } from './valid.ts'

/** A call with one thing broken. */
export interface BrokenCall {
  /** What was done to it, for the report of a failure. */
  mistake: string
  call: CallValues
  /** Where, as a JSON pointer. */
  pointer: string
  /** Refused although plain JSON Schema has nothing against it. */
  refused: boolean
}

/** Takes a valid call and breaks one value or one name of it, in the query, the path or the body. */
export function brokenCall(operation: Operation, valid: fc.Arbitrary<CallValues>): fc.Arbitrary<BrokenCall> {
  return valid.chain((call) => {
    const places = placesOf(operation, call)
    return fc.constantFrom(...places).chain((place) => fc.oneof(...mistakesAt(place)).map((mistake) => applied(call, place, mistake)))
  })
}

interface Place {
  /** Steps from the call to the value: `['body', 'person', 'cid']`. */
  steps: readonly string[]
  value: unknown
  schema: Schema
}

interface Mistake {
  name: string
  /** In place of the value; `undefined` takes it away. */
  change?: { value: unknown }
  /** Beside the value, in its object. */
  added?: { name: string; value: unknown }
  refused?: boolean
}

function placesOf(operation: Operation, call: CallValues): Place[] {
  const ofParameters = operation.parameters
    .filter(({ name, in: place }) => name !== 'Action' && place !== 'header')
    .map(({ name, in: place, schema }) => ({ steps: [place, name], value: call[place as 'query' | 'path'][name], schema }))
  const ofBody = operation.body ? within(['body'], call.body, operation.body.schema) : []
  return [...ofParameters, ...ofBody, { steps: ['query', 'unexpected'], value: undefined, schema: {} }]
}

function within(steps: readonly string[], value: unknown, schema: Schema): Place[] {
  const here: Place[] = [{ steps, value, schema }]
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return here
  const branches = [schema, ...((schema.anyOf ?? []) as Schema[])]
  return here.concat(
    Object.entries(value).flatMap(([name, item]) =>
      within([...steps, name], item, branches.find(({ properties }) => properties?.[name])?.properties?.[name] ?? {}),
    ),
  )
}

function mistakesAt({ steps, value, schema }: Place): fc.Arbitrary<Mistake>[] {
  const mistakes: fc.Arbitrary<Mistake>[] = [
    fc.constant({ name: 'missing', change: { value: undefined } }),
    fc.constant({ name: 'null', change: { value: null } }),
    fc.constantFrom(...otherTypes).map((other) => ({ name: 'of another type', change: { value: other } })),
    fc.constantFrom(...unreadableTexts).map((odd) => ({ name: 'a text that cannot be read', change: { value: odd } })),
    fc.constantFrom(...oddTexts).map((odd) => ({ name: 'an odd text', change: { value: odd } })),
    fc.constantFrom(...oddNumbers).map((odd) => ({ name: 'an odd number', change: { value: odd } })),
    fc.jsonValue({ maxDepth: 4 }).map((garbage) => ({ name: 'nested garbage', change: { value: garbage } })),
    fc.string({ minLength: 2500, maxLength: 3000 }).map((long) => ({ name: 'too long', change: { value: long } })),
  ]
  // A path has places, not names.
  if (steps[0] !== 'path') mistakes.push(unknownField(steps))
  if (schema['x-calendar'] && value !== undefined) mistakes.push(fc.constant(inBuddhistYear(value)))
  return mistakes
}

function unknownField(steps: readonly string[]): fc.Arbitrary<Mistake> {
  return fc
    .tuple(fc.constantFrom(...oddNames, `${steps.at(-1)}s`), fc.jsonValue({ maxDepth: 3 }))
    .map(([name, value]) => ({ name: 'an unknown field', added: { name, value } }))
}

/** As most Thai programs print it. */
function inBuddhistYear(value: unknown): Mistake {
  const year = Number(String(value).slice(0, 4)) + 543
  const changed = typeof value === 'number' ? year : `${year}${String(value).slice(4)}`
  return { name: 'a Buddhist year', change: { value: changed }, refused: year >= 2400 }
}

const otherTypes = ['text', '5', 5, true, [], ['text'], {}, { $gt: '' }, [[null]]]
const oddNumbers = [-1, 0, -0.5, 0.1, 13, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, 1e308]
const unreadableTexts = ['\u0000', 'a\u0000b', '\ud800', '\udfff x', '\ufffd']
const oddTexts = [
  '',
  ' ',
  '999999',
  '123456789012',
  '1-9999-00000-01-3',
  '๑๒๓๔๕',
  '2026-13-45',
  '2026-02-30',
  '2569-02-29',
  '2026-12-31T23:59:60Z',
  '2026-12-01T09:00:00+07',
  '9999-12-31T23:59:59Z',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '1e400',
  '123456789012345678901234567890',
  'NaN',
  'true',
]
const oddNames = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'hospital_cod',
  'cidd',
  '',
  'a/b~c',
  '\u0000',
  '\ud800',
  'ชื่อ',
  '$where',
]

function applied(call: CallValues, { steps }: Place, mistake: Mistake): BrokenCall {
  const copy = structuredClone(call) as unknown as Record<string, unknown>
  const parents = mistake.added && steps.length === 1 && isObject(copy[steps[0]!]) ? steps : steps.slice(0, -1)
  const holder = parents.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], copy)
  const name = mistake.added?.name ?? steps.at(-1)!
  const value = mistake.added ? mistake.added.value : mistake.change?.value
  if (value === undefined) delete (holder as Record<string, unknown>)[name]
  // Defined rather than assigned, so that `__proto__` becomes a field like any other.
  else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
  const pointer = [...parents, name].map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return { mistake: `${mistake.name} at ${pointer}`, call: copy as unknown as CallValues, pointer, refused: mistake.refused ?? false }
}

const isObject = (value: unknown) => value !== null && typeof value === 'object' && !Array.isArray(value)
