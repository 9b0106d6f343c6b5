import type { Schema } from '../../../upstream/document.ts'
import { largestBody } from '../../../upstream/http.ts'
import type { Operation } from '../../../upstream/operation.ts'

/** A body of at most 1 MiB, built from a schema to cost as much as it can. */
export interface HostileBody {
  /** What was done, for the report. */
  name: string
  contentType: string
  body: string
}

/** Every way in which a body of an operation can be made to cost: at each array, object and text of its schema, and without any regard for it. */
export function hostileBodies(operation: Operation, size = largestBody - 1024): HostileBody[] {
  const { body } = operation
  if (!body) return []
  if (body.contentType !== 'application/json') return plainTexts(size).map((one) => ({ ...one, contentType: body.contentType }))
  const json = (name: string, text: string): HostileBody => ({ name, contentType: 'application/json', body: text })
  return [
    ...places(body.schema).flatMap(({ path, schema }) =>
      fillings(schema, size).map(([name, text]) => json(`${path || '/'}: ${name}`, wrapped(path, text))),
    ),
    ...shapeless(size).map(([name, text]) => json(name, text)),
  ]
}

interface Place {
  /** Property names to it, with `*` for an item of a list. */
  path: string
  schema: Schema
}

/** Every place of a schema, branches included; a recursive schema would never end, so it stops at some depth. */
function places(schema: Schema, path = '', depth = 0): Place[] {
  if (depth > 6) return []
  const branches = [...((schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []) as Schema[])]
  return [
    { path, schema },
    ...branches.flatMap((branch) => places(branch, path, depth + 1).slice(1)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => places(property, `${path}/${name}`, depth + 1)),
    ...(schema.items ? places(schema.items, `${path}/*`, depth + 1) : []),
  ]
}

/** A text of JSON at a place within objects and lists of one. */
function wrapped(path: string, text: string): string {
  return path
    .split('/')
    .slice(1)
    .reduceRight((inner, step) => (step === '*' ? `[${inner}]` : `{${JSON.stringify(step)}:${inner}}`), text)
}

const many = (item: string, size: number, separator = ',') =>
  new Array(Math.max(1, Math.floor(size / (item.length + separator.length)))).fill(item).join(separator)

function fillings({ type, items, properties = {} }: Schema, size: number): [name: string, text: string][] {
  const types = [type].flat()
  const wrong: [string, string][] = ['{}', '[]', '1', 'null', '""', '"x"', '{"x":[]}'].map((item) => [
    `a list of ${item}`,
    `[${many(item, size - 2)}]`,
  ])
  const ofItems: [string, string][] = Object.keys(items?.properties ?? {}).map((name) => [
    `a list of {${name}: []}`,
    `[${many(`{${JSON.stringify(name)}:[]}`, size - 2)}]`,
  ])
  const half =
    Object.keys(properties).length > 0
      ? Object.keys(properties)
          .map((name) => `${JSON.stringify(name)}:[]`)
          .join(',')
      : ''
  return [
    ...(types.includes('array') || items ? [...wrong, ...ofItems] : [wrong[0]!]),
    ...(half === ''
      ? []
      : ([['every property wrong, and unknown ones', `{${half},${unknown(size - half.length)}}`]] as [string, string][])),
    ...(types.includes('string') ? texts(size) : []),
  ]
}

const unknown = (size: number) => {
  const names: string[] = []
  for (let length = 0, n = 0; length < size - 20; n++) {
    const name = `"u${n}":1`
    names.push(name)
    length += name.length + 1
  }
  return names.join(',')
}

const texts = (size: number): [string, string][] => [
  ['a long text', `"${'9'.repeat(size - 2)}"`],
  ['a long text of Thai', `"${'ก่'.repeat((size - 2) / 6)}"`],
  ['a long text of escapes', `"${'\\u0e01'.repeat((size - 2) / 6)}"`],
  ['a long text of quotes', `"${'\\"'.repeat((size - 2) / 2)}"`],
  ['a long text of blanks', `"${' '.repeat(size - 2)}"`],
]

const nested = (open: string, close: string, size: number, inner: string) => {
  const depth = Math.floor((size - inner.length) / (open.length + close.length))
  return open.repeat(depth) + inner + close.repeat(depth)
}

/** Whatever the schema says. */
const shapeless = (size: number): [string, string][] => [
  ['deep lists', nested('[', ']', size, '')],
  ['deep objects', nested('{"a":', '}', size, '1')],
  ['never closed', '['.repeat(size)],
  ['unknown properties', `{${unknown(size)}}`],
  ['one property again and again', `{${many('"cid":1', size - 2)}}`],
  ['long names', `{${many(`"${'n'.repeat(1000)}":1`, size - 2)}}`],
  ['numbers', `[${many('1e308', size - 2)}]`],
  ['JSON in a text', JSON.stringify(`[${many('{"a":"b"}', size / 2)}]`)],
]

const plainTexts = (size: number): Omit<HostileBody, 'contentType'>[] => [
  { name: 'line breaks', body: '\n'.repeat(size) },
  { name: 'commas', body: ','.repeat(size) },
  { name: 'digits', body: '1'.repeat(size) },
  { name: 'lines of one digit', body: '1\n'.repeat(size / 2) },
  { name: 'Thai', body: 'ก\n'.repeat(size / 4) },
]
