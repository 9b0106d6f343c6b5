import type { UpstreamName } from '../../src/doors/client/index.ts'
import account from '../../src/generated/moph-account.json' with { type: 'json' }
import type { operations as AccountOperations } from '../../src/generated/moph-account.ts'
import appointment from '../../src/generated/moph-appointment.json' with { type: 'json' }
import type { operations as AppointmentOperations } from '../../src/generated/moph-appointment.ts'
import claim from '../../src/generated/moph-claim.json' with { type: 'json' }
import type { operations as ClaimOperations } from '../../src/generated/moph-claim.ts'
import connect from '../../src/generated/moph-connect.json' with { type: 'json' }
import type { operations as ConnectOperations } from '../../src/generated/moph-connect.ts'
import messaging from '../../src/generated/moph-messaging.json' with { type: 'json' }
import type { operations as MessagingOperations } from '../../src/generated/moph-messaging.ts'
import nhsoAgent from '../../src/generated/nhso-agent.json' with { type: 'json' }
import type { operations as NhsoAgentOperations } from '../../src/generated/nhso-agent.ts'
import nhsoAuthen from '../../src/generated/nhso-authen.json' with { type: 'json' }
import type { operations as NhsoAuthenOperations } from '../../src/generated/nhso-authen.ts'
import type { Schema } from '../../src/upstream/document.ts'

export type OperationName =
  | keyof AccountOperations
  | keyof AppointmentOperations
  | keyof ClaimOperations
  | keyof ConnectOperations
  | keyof MessagingOperations
  | keyof NhsoAuthenOperations
  | keyof NhsoAgentOperations

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
  /** Of the reply of success; of `result` in it where the spec has MOPH's envelope, of `data` where it has that of MOPH Claim. */
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
  ['moph-claim', claim],
  ['moph-connect', connect],
  ['moph-messaging', messaging],
  ['nhso-authen', nhsoAuthen],
  ['nhso-agent', nhsoAgent],
]

export const specOperations: readonly SpecOperation[] = specs.flatMap(([upstream, spec]) => operationsIn(upstream, spec as SpecFile))

export function specOperation(name: OperationName): SpecOperation {
  return specOperations.find((operation) => operation.name === name)!
}

/** The operation that a request is; undefined where the specs know none. */
export function operationOf(method: string, url: URL): SpecOperation | undefined {
  const action = url.searchParams.get('Action') ?? undefined
  return specOperations.find(
    (operation) => operation.method === method && operation.action === action && endsWithPath(url.pathname, operation.path),
  )
}

/** A path of a spec may hold `{parameters}`, and what is sent stands below a base URL. */
function endsWithPath(pathname: string, path: string): boolean {
  const steps = path.slice(1).split('/')
  const last = pathname.slice(1).split('/').slice(-steps.length)
  return last.length === steps.length && steps.every((step, index) => step === last[index] || (step.startsWith('{') && last[index] !== ''))
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
        result: body?.properties?.result ?? (upstream === 'moph-claim' ? body?.properties?.data : body),
      }
    }),
  )
}
