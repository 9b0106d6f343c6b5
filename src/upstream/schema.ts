import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Schema } from './document.ts'

/** Years from here on are Buddhist years in a Gregorian field (assumed; there are no appointments in the 25th century). */
const firstBuddhistYear = 2400

/**
 * Compiles a schema of a spec. Two things are made strict that OpenAPI leaves open: unknown properties fail
 * (a remark, never a refusal: check.ts), and our own keywords count:
 * `x-expect` (a schema whose breach is a remark; not within anyOf or oneOf), `x-flag` (the presence of the property is a
 * remark), `x-calendar`.
 */
export function compileCallSchema(schema: Schema, errors: 'first' | 'all' = 'all'): ValidateFunction {
  return ajv(errors).compile(closed(schema))
}

/** The same for a reply, of which nothing is merely expected. */
export function compileReplySchema(schema: Schema, errors: 'first' | 'all' = 'all'): ValidateFunction {
  return ajv(errors).compile(closed(withoutExpectations(schema)))
}

/** What a call is refused for, and nothing that is merely remarked on; stops at the first. */
export function compileDemandSchema(schema: Schema, strict: boolean): ValidateFunction {
  const demanded = withoutExpectations(schema)
  return ajv('first').compile(strict ? closed(demanded) : demanded)
}

function withoutExpectations(schema: unknown): Schema {
  if (Array.isArray(schema)) return schema.map(withoutExpectations) as unknown as Schema
  if (schema === null || typeof schema !== 'object') return schema as Schema
  const kept = Object.entries(schema).filter(([keyword]) => keyword !== 'x-expect' && keyword !== 'x-flag')
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, withoutExpectations(value)]))
}

const made: { first?: Ajv2020; all?: Ajv2020 } = {}

/** A compiler whose validators stop at the first error, or find all of them. */
function ajv(errors: 'first' | 'all'): Ajv2020 {
  const known = made[errors]
  if (known) return known
  // That the schemas of our specs are schemas is tested once and for all (schemas.test.ts); to see it again at the start costs 0.1 s.
  const shared = new Ajv2020({ allErrors: errors === 'all', verbose: true, strict: false, meta: false, validateSchema: false })
  made[errors] = shared
  ;(addFormats as unknown as (ajv: Ajv2020) => void)(shared)
  shared.addFormat('thai-citizen-id', isCitizenId)
  shared.addFormat('date-time', isInstant)
  shared.addKeyword({ keyword: 'x-expect', macro: (expected: Schema) => expected })
  shared.addKeyword({ keyword: 'x-flag', validate: () => false })
  shared.addKeyword({ keyword: 'x-calendar', validate: (_calendar: string, value: unknown) => !isBuddhistYear(value) })
  return shared
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i

/** RFC 3339, and an instant that there is: the usual format also takes leap seconds and `+07`, of which Date makes nothing. */
function isInstant(text: string): boolean {
  if (!instant.test(text) || Number.isNaN(Date.parse(text))) return false
  // Date moves 30 February on into March.
  const day = text.slice(0, 10)
  return Number(day.slice(8)) <= 28 || new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

function isBuddhistYear(value: unknown): boolean {
  const year = typeof value === 'number' ? value : typeof value === 'string' && /^\d{4}-/.test(value) ? Number(value.slice(0, 4)) : 0
  return year >= firstBuddhistYear
}

/** 13 digits whose last is (11 - (Σ digit × (13 - position)) mod 11) mod 10. */
export function isCitizenId(cid: string): boolean {
  if (!/^\d{13}$/.test(cid)) return false
  return checkDigit(cid) === Number(cid[12])
}

export function checkDigit(firstTwelve: string): number {
  let sum = 0
  for (let position = 0; position < 12; position++) sum += Number(firstTwelve[position]) * (13 - position)
  return (11 - (sum % 11)) % 10
}

/** The schema closed to properties that it does not list, wherever it lists some and says nothing of others. */
function closed(schema: unknown, isBranch = false): Schema {
  if (Array.isArray(schema)) return schema.map((item) => closed(item, isBranch)) as unknown as Schema
  if (schema === null || typeof schema !== 'object') return schema as Schema
  const copy: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    const verbatim = keyword === 'x-expect' || keyword === 'example'
    copy[keyword] = verbatim ? value : closed(value, keyword === 'anyOf' || keyword === 'oneOf')
  }
  const alternatives = copy.anyOf ?? copy.oneOf
  if (Array.isArray(alternatives)) copy.unevaluatedProperties = false
  else if (!isBranch && isSchemaMap(copy.properties) && copy.additionalProperties === undefined) copy.additionalProperties = false
  return copy
}

/** `properties` may itself be the name of a property, whose value is then a schema and not a map of them. */
function isSchemaMap(value: unknown): boolean {
  return value !== null && typeof value === 'object' && Object.values(value).every((item) => item !== null && typeof item === 'object')
}
