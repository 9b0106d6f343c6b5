import type { Schema } from '../../upstream/document.ts'
import type { Operation } from '../../upstream/operation.ts'
import type { CallInput } from './check.ts'

/**
 * The call without what its spec does not know. A tolerant upstream takes unknown fields and ignores them: none of them, which may be a
 * password in a place where no one looks for it, reaches what an operation keeps.
 */
export function knownInput(operation: Operation, input: CallInput): CallInput {
  const { parameters, body } = operation
  const names = new Set(parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name))
  const query = Object.fromEntries(Object.entries(input.query).filter(([name]) => names.has(name)))
  return { ...input, query, body: body ? known(body.schema, input.body) : input.body }
}

/** The same value where all of it is known. */
function known(schema: Schema, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  const { properties, items, isOpen } = membersOf(schema)
  if (Array.isArray(value)) {
    if (items.length === 0) return value
    const kept = value.map((item) => knownBy(items, item))
    return kept.every((item, index) => item === value[index]) ? value : kept
  }
  if (isOpen || properties.size === 0) return value
  const entries = Object.entries(value).filter(([name]) => properties.has(name))
  const kept = entries.map(([name, member]): [string, unknown] => [name, knownBy(properties.get(name)!, member)])
  const isWhole = kept.length === Object.keys(value).length && kept.every(([name, member]) => member === (value as never)[name])
  return isWhole ? value : Object.fromEntries(kept)
}

/** Several branches of a choice may know of a member. */
function knownBy(schemas: readonly Schema[], value: unknown): unknown {
  return schemas.length === 1 ? known(schemas[0]!, value) : known({ allOf: [...schemas] }, value)
}

interface Members {
  properties: Map<string, Schema[]>
  items: Schema[]
  /** Says itself that it takes any name. */
  isOpen: boolean
}

const ofSchemas = new WeakMap<Schema, Members>()

function membersOf(schema: Schema): Members {
  const cached = ofSchemas.get(schema)
  if (cached) return cached
  const members: Members = { properties: new Map(), items: [], isOpen: false }
  collect(schema, members)
  ofSchemas.set(schema, members)
  return members
}

const combining = ['allOf', 'anyOf', 'oneOf', 'then', 'else', 'x-expect'] as const

function collect(schema: Schema, members: Members): void {
  const { properties = {}, items, additionalProperties, patternProperties } = schema
  for (const [name, property] of Object.entries(properties))
    members.properties.set(name, [...(members.properties.get(name) ?? []), property])
  if (items) members.items.push(items)
  if ((additionalProperties !== undefined && additionalProperties !== false) || patternProperties !== undefined) members.isOpen = true
  for (const keyword of combining) {
    for (const part of [schema[keyword] ?? []].flat()) if (typeof part === 'object' && part !== null) collect(part as Schema, members)
  }
}
