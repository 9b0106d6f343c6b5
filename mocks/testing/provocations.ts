import accountSpec from '../../src/generated/moph-account.json' with { type: 'json' }
import appointmentSpec from '../../src/generated/moph-appointment.json' with { type: 'json' }
import claimSpec from '../../src/generated/moph-claim.json' with { type: 'json' }
import connectSpec from '../../src/generated/moph-connect.json' with { type: 'json' }
import messagingSpec from '../../src/generated/moph-messaging.json' with { type: 'json' }
import agentSpec from '../../src/generated/nhso-agent.json' with { type: 'json' }
import authenSpec from '../../src/generated/nhso-authen.json' with { type: 'json' }
import controlSpec from '../../src/generated/sandbox-control.json' with { type: 'json' }
import type { Document, OperationObject } from '../../src/upstream/document.ts'
import { controlParts } from '../index.ts'
import { accountProvocations } from './account-provocations.ts'
import { appointmentProvocations } from './appointment-provocations.ts'
import { claimControlProvocations } from './claim-control-provocations.ts'
import { claimProvocations } from './claim-provocations.ts'
import { connectActionProvocations, connectProvocations } from './connect-provocations.ts'
import { controlProvocations } from './control-provocations.ts'
import { messagingControlProvocations } from './messaging-control-provocations.ts'
import { messagingProvocations } from './messaging-provocations.ts'
import { agentControlProvocations, agentProvocations } from './nhso-agent-provocations.ts'
import { authenControlProvocations, authenProvocations } from './nhso-authen-provocations.ts'
import type { Provocation } from './provocation.ts'

type Table = Partial<Record<string, Record<string, Provocation>>>

export interface ProvokedSpec {
  /** The upstream; `control` for each part of the control API. */
  name: string
  spec: Document
  /** By operation, then by rule. */
  table: Table
}

/** Of all parts of the control API. */
export const controlEntries: Table = {
  ...controlProvocations,
  ...claimControlProvocations,
  ...connectActionProvocations,
  ...messagingControlProvocations,
  ...authenControlProvocations,
  ...agentControlProvocations,
}

/** For each spec, the table of what provokes its rules. A new rule gets an entry there. */
export const provocations: readonly ProvokedSpec[] = [
  { name: 'moph-account', spec: accountSpec as unknown as Document, table: accountProvocations },
  { name: 'moph-appointment', spec: appointmentSpec as unknown as Document, table: appointmentProvocations },
  { name: 'moph-claim', spec: claimSpec as unknown as Document, table: claimProvocations },
  { name: 'moph-connect', spec: connectSpec as unknown as Document, table: connectProvocations },
  { name: 'moph-messaging', spec: messagingSpec as unknown as Document, table: messagingProvocations },
  { name: 'nhso-authen', spec: authenSpec as unknown as Document, table: authenProvocations },
  { name: 'nhso-agent', spec: agentSpec as unknown as Document, table: agentProvocations },
  ...[controlSpec as unknown as Document, ...controlParts.map(({ spec }) => spec)].map((spec) => ({
    name: 'control',
    spec,
    table: ofSpec(spec, controlEntries),
  })),
]

/** The entries for a part of the control API: its operations' alone. */
function ofSpec(spec: Document, table: Table): Table {
  const own = new Set(operationsIn(spec).map(({ operationId }) => operationId))
  return Object.fromEntries(Object.entries(table).filter(([operation]) => own.has(operation)))
}

export function operationsIn({ paths }: Document): OperationObject[] {
  return Object.values(paths).flatMap((item) => Object.values(item))
}
