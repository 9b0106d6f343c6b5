import type { UpstreamName } from '../../src/client/index.ts'
import type { Schema } from '../../src/gateway/document.ts'
import account from '../../src/generated/moph-account.json' with { type: 'json' }
import type { operations as AccountOperations } from '../../src/generated/moph-account.ts'
import appointment from '../../src/generated/moph-appointment.json' with { type: 'json' }
import type { operations as AppointmentOperations } from '../../src/generated/moph-appointment.ts'
import nhsoAuthen from '../../src/generated/nhso-authen.json' with { type: 'json' }
import type { operations as NhsoAuthenOperations } from '../../src/generated/nhso-authen.ts'

export type OperationName = keyof AccountOperations | keyof AppointmentOperations | keyof NhsoAuthenOperations

/** The login: its spec calls it a write, as failures are counted, but nothing can be read without it. */
export const login: OperationName = 'getMophAccessToken'

/** What the specs say of an operation, as far as a run has to know it. */
export interface SpecOperation {
  name: OperationName
  upstream: UpstreamName
  method: string
  path: string
  /** Value of `?Action=`, where that chooses it. */
  action: string | undefined
  effect: 'read' | 'write'
  /** Of the reply of success; of `result` in it where the spec has MOPH's envelope. */
  result: Schema | undefined
}

/** The part of a spec that is read here. */
interface SpecFile {
  paths: Record<string, Record<string, OperationObject>>
}

interface OperationObject {
  operationId: string
  'x-effect': 'read' | 'write'
  parameters?: { name: string; schema: Schema }[]
  responses: { '200': { content?: { 'application/json'?: { schema: Schema } } } }
}

/** Every spec that a scenario may play. A new upstream is added here, and its operations to `OperationName`. */
const specs: readonly [UpstreamName, object][] = [
  ['moph-account', account],
  ['moph-appointment', appointment],
  ['nhso-authen', nhsoAuthen],
]

export const specOperations: readonly SpecOperation[] = specs.flatMap(([upstream, spec]) => operationsIn(upstream, spec as SpecFile))

export function specOperation(name: OperationName): SpecOperation {
  return specOperations.find((operation) => operation.name === name)!
}

/** The operation that a request is; undefined where the specs know none. */
export function operationOf(method: string, url: URL): SpecOperation | undefined {
  const action = url.searchParams.get('Action') ?? undefined
  return specOperations.find(
    (operation) => operation.method === method && operation.action === action && url.pathname.endsWith(operation.path),
  )
}

function operationsIn(upstream: UpstreamName, { paths }: SpecFile): SpecOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, object]) => {
      const body = object.responses['200'].content?.['application/json']?.schema
      const action = object.parameters?.find(({ name }) => name === 'Action')?.schema.const
      return {
        name: object.operationId as OperationName,
        upstream,
        method: method.toUpperCase(),
        path: path.replace(/#.*$/, ''),
        action: typeof action === 'string' ? action : undefined,
        effect: object['x-effect'],
        result: body?.properties?.result ?? body,
      }
    }),
  )
}
