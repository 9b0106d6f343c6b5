import type { ErrorObject } from 'ajv'
import type { Constraints, Provenance, Schema } from '../../upstream/document.ts'
import type { Operation } from '../../upstream/operation.ts'

/**
 * Where the constraint that was broken comes from: its own entry under `x-constraints`. The field's provenance says that there is such a
 * field and of which type; it speaks for no length, pattern, range or list. An `x-expect` speaks for all that stands in it.
 */
export function provenanceOf(operation: Operation, { keyword, params, parentSchema }: ErrorObject): Provenance {
  const schema = parentSchema as Schema | undefined
  return ofConstraint(schema?.['x-constraints'], keyword, params.missingProperty) ?? schema?.['x-provenance'] ?? operation.provenance
}

/** `required` may have a source for each name. */
export function ofConstraint(constraints: Constraints | undefined, keyword: string, name?: string): Provenance | undefined {
  const found = constraints?.[keyword]
  if (found === undefined || isProvenance(found)) return found
  return name === undefined ? undefined : found[name]
}

export function isProvenance(value: Provenance | Record<string, Provenance>): value is Provenance {
  return typeof value.level === 'string'
}
