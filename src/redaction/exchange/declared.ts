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
  if (!upstream) return noNames
  const known = ofUpstreams.get(upstream)
  if (known) return known
  const names = collect(operationsOf(upstream))
  ofUpstreams.set(upstream, names)
  return names
}

/** Of a reply, by the schemas of its status; of all replies where none is known for it. */
export function declaredNamesOfReply(operation: Operation, status: number): DeclaredNames {
  const schemas = [...(operation.responses.get(status) ?? new Map<string, Schema>()).values()]
  const first = schemas[0]
  if (!first) return noNames
  const known = ofReplies.get(first)
  if (known) return known
  const names = sorted((add) => {
    for (const schema of schemas) visit(schema, add)
  })
  ofReplies.set(first, names)
  return names
}

/** The call holds a password, a hash or a token. */
export function carriesSecrets(operation: Operation): boolean {
  return declaredNames(operation).secrets.size > 0
}

const ofReplies = new WeakMap<Schema, DeclaredNames>()
const ofOperations = new WeakMap<Operation, DeclaredNames>()
const ofUpstreams = new WeakMap<AnyUpstream, DeclaredNames>()
const noNames: DeclaredNames = { secrets: new Set(), harmless: new Set(['action']) }

type Add = (name: string, schema: Schema, isSecret?: boolean) => void

function collect(operations: readonly Operation[]): DeclaredNames {
  return sorted((add) => {
    for (const { parameters, body } of operations) {
      for (const parameter of parameters) add(parameter.name, parameter.schema, parameter['x-secret'] ?? parameter.schema['x-secret'])
      if (body) visit(body.schema, add)
    }
  })
}

/** A name that is secret in one place is so in all. */
function sorted(visitAll: (add: Add) => void): DeclaredNames {
  const secrets = new Set<string>()
  const harmless = new Set(['action'])
  visitAll((name, schema, isSecret = schema['x-secret']) => (isSecret ? secrets : harmless).add(name.toLowerCase()))
  return { secrets, harmless: new Set([...harmless].filter((name) => !secrets.has(name))) }
}

/** All properties of a schema, at any depth and in any branch. */
function visit(schema: Schema, add: Add): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    add(name, property)
    visit(property, add)
  }
  const inner = [schema.items, ...((schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []) as Schema[])]
  for (const part of inner) if (part) visit(part, add)
}
