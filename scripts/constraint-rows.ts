import { callSchema } from '../src/engine/gateway/call-schema.ts'
import { ofConstraint } from '../src/engine/gateway/provenance-of.ts'
import type { Provenance, Schema } from '../src/upstream/document.ts'
import type { Operation } from '../src/upstream/operation.ts'

interface Constraint {
  text: string
  /** `/body/person/cid`, of the call. */
  of: string
  refuses: boolean
  source: Provenance
}

/** Every constraint on the calls of an upstream, with its source, once for all places and operations that share it. */
export function constraintRows(operations: readonly Operation[]): string[][] {
  const places = new Map<string, { constraint: Constraint; of: Set<string> }>()
  for (const operation of operations) {
    for (const constraint of constraintsOf(callSchema(operation), '', operation.provenance)) {
      const key = JSON.stringify([constraint.text, constraint.refuses, constraint.source])
      const known = places.get(key) ?? { constraint, of: new Set<string>() }
      places.set(key, known)
      known.of.add(constraint.of)
    }
  }
  return [...places.values()].map(({ constraint: { text, refuses, source }, of }) => [
    `\`${text.replaceAll('|', '\\|')}\``,
    [...of].map((name) => `\`${name}\``).join(', '),
    refuses ? (source.level === 'assumed' ? 'refused, with a warning' : 'refused, an error') : 'a warning',
    `${source.level}: ${source.source}`,
  ])
}

const keywords = [
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'enum',
  'const',
  'minItems',
  'maxItems',
  'x-calendar',
  'type',
]

function constraintsOf(schema: Schema, place: string, fallback: Provenance, refuses = true): Constraint[] {
  const own = schema['x-provenance'] ?? fallback
  const sourceOf = (keyword: string, name?: string) => ofConstraint(schema['x-constraints'], keyword, name) ?? own
  const required = ((schema.required as string[] | undefined) ?? []).map((name) => ({
    text: 'required',
    of: shortened(`${place}/${name}`),
    refuses,
    source: sourceOf('required', name),
  }))
  // That a value has the type of its field is told with the field, so only an expected type is a constraint of its own.
  const values = keywords
    .filter((keyword) => keyword in schema && !(keyword === 'type' && refuses))
    .map((keyword) => ({
      text: `${keyword.replace('x-', '')} ${JSON.stringify(schema[keyword])}`,
      of: shortened(place),
      refuses,
      source: sourceOf(keyword),
    }))
  const expected = schema['x-expect'] as Schema | undefined
  const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) => (schema[keyword] as Schema[] | undefined) ?? [])
  return [
    ...required,
    ...values,
    ...(expected ? constraintsOf(expected, place, own, false) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => constraintsOf(property, `${place}/${name}`, own, refuses)),
    ...(schema.items ? constraintsOf(schema.items, `${place}/*`, own, refuses) : []),
    ...branches.flatMap((branch) => constraintsOf(branch, place, own, refuses)),
  ]
}

/** `/body/person/cid` → `person.cid`, as a reader of a document would name it. */
const shortened = (pointer: string) =>
  pointer
    .slice(1)
    .replace(/^(query|body|path)\//, '')
    .replaceAll('/', '.')
