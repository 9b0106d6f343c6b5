import type { Schema } from '../../upstream/document.ts'
import { type Operation, operationsOf } from '../../upstream/operation.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'

/** The names that a spec declares for what is sent, in lower case, by whether their values are secret. */
export interface DeclaredNames {
  secrets: ReadonlySet<string>
  harmless: ReadonlySet<string>
}

/** Of one operation's parameters and body. */
export function declaredNames(operation: Operation): DeclaredNames {
  const known = ofOperations.get(operation)
  if (known) return known
  const names = collect([operation])
  ofOperations.set(operation, names)
  return names
}

/** Of all that an upstream is sent, for a call that reached none of its operations. */
export function declaredNamesOf(upstream: AnyUpstream | undefined): DeclaredNames {
  if (!upstream) return none
  const known = ofUpstreams.get(upstream)
  if (known) return known
  const names = collect(operationsOf(upstream))
  ofUpstreams.set(upstream, names)
  return names
}

/** The names, in lower case, of the secrets that a reply holds. */
export function secretsOfReply(schema: Schema): ReadonlySet<string> {
  const known = ofReplies.get(schema)
  if (known) return known
  const secrets = new Set<string>()
  visit(schema, (name, property) => {
    if (property['x-secret']) secrets.add(name.toLowerCase())
  })
  ofReplies.set(schema, secrets)
  return secrets
}

const ofReplies = new WeakMap<Schema, ReadonlySet<string>>()
const ofOperations = new WeakMap<Operation, DeclaredNames>()
const ofUpstreams = new WeakMap<AnyUpstream, DeclaredNames>()
const none: DeclaredNames = { secrets: new Set(), harmless: new Set(['action']) }

function collect(operations: readonly Operation[]): DeclaredNames {
  const secrets = new Set<string>()
  const harmless = new Set(['action'])
  const add = (name: string, schema: Schema, isSecret = schema['x-secret']) => (isSecret ? secrets : harmless).add(name.toLowerCase())
  for (const { parameters, body } of operations) {
    for (const parameter of parameters) add(parameter.name, parameter.schema, parameter['x-secret'] ?? parameter.schema['x-secret'])
    if (body) visit(body.schema, add)
  }
  return { secrets, harmless: new Set([...harmless].filter((name) => !secrets.has(name))) }
}

/** All properties of a schema, at any depth and in any branch. */
function visit(schema: Schema, add: (name: string, schema: Schema) => void): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    add(name, property)
    visit(property, add)
  }
  const inner = [schema.items, ...((schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []) as Schema[])]
  for (const part of inner) if (part) visit(part, add)
}
