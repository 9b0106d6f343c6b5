import type { ControlPart } from '../src/control/parts.ts'
import type { Document } from '../src/gateway/document.ts'
import type { AnyUpstream, OperationFunctions } from '../src/gateway/upstream.ts'
import accountControl from '../src/generated/control/moph-account.json' with { type: 'json' }
import type { operations as AccountActions } from '../src/generated/control/moph-account.ts'
import appointmentControl from '../src/generated/control/moph-appointment.json' with { type: 'json' }
import type { operations as AppointmentActions } from '../src/generated/control/moph-appointment.ts'
import agentControl from '../src/generated/control/nhso-agent.json' with { type: 'json' }
import type { operations as AgentActions } from '../src/generated/control/nhso-agent.ts'
import authenControl from '../src/generated/control/nhso-authen.json' with { type: 'json' }
import type { operations as AuthenActions } from '../src/generated/control/nhso-authen.ts'
import populationControl from '../src/generated/control/population.json' with { type: 'json' }
import type { operations as PopulationActions } from '../src/generated/control/population.ts'
import { accountActions } from './moph-account/control.ts'
import { mophAccount } from './moph-account/index.ts'
import { keyActions } from './moph-account/keyActions.ts'
import { dashboardBookings } from './moph-appointment/dashboardBookings.ts'
import { dashboardSetUp } from './moph-appointment/dashboardSetUp.ts'
import { mophAppointment } from './moph-appointment/index.ts'
import { patientActions } from './moph-appointment/patientActions.ts'
import { agentActions } from './nhso-agent/control.ts'
import { nhsoAgent } from './nhso-agent/index.ts'
import { authenActions } from './nhso-authen/control.ts'
import { nhsoAuthen } from './nhso-authen/index.ts'
import { populationActions } from './population/control.ts'

/** Every simulated external system. A new one is added here. */
export const upstreams: readonly AnyUpstream[] = [mophAccount, mophAppointment, nhsoAuthen, nhsoAgent]

/** Their parts of the control API; the sandbox's own part is in src/control. */
export const controlParts: readonly ControlPart[] = [
  part<PopulationActions>(populationControl, populationActions),
  part<AccountActions>(accountControl, { ...accountActions, ...keyActions }),
  part<AppointmentActions>(appointmentControl, { ...dashboardSetUp, ...dashboardBookings, ...patientActions }),
  part<AuthenActions>(authenControl, authenActions),
  part<AgentActions>(agentControl, agentActions),
]

function part<Actions>(spec: object, operations: OperationFunctions<Actions>): ControlPart {
  return { spec: spec as Document, operations }
}
