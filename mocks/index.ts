import accountControl from '../src/generated/control/moph-account.json' with { type: 'json' }
import type { operations as AccountActions } from '../src/generated/control/moph-account.ts'
import appointmentControl from '../src/generated/control/moph-appointment.json' with { type: 'json' }
import type { operations as AppointmentActions } from '../src/generated/control/moph-appointment.ts'
import claimControl from '../src/generated/control/moph-claim.json' with { type: 'json' }
import type { operations as ClaimActions } from '../src/generated/control/moph-claim.ts'
import connectControl from '../src/generated/control/moph-connect.json' with { type: 'json' }
import type { operations as ConnectActions } from '../src/generated/control/moph-connect.ts'
import financeControl from '../src/generated/control/moph-finance-account.json' with { type: 'json' }
import type { operations as FinanceActions } from '../src/generated/control/moph-finance-account.ts'
import messagingControl from '../src/generated/control/moph-messaging.json' with { type: 'json' }
import type { operations as MessagingActions } from '../src/generated/control/moph-messaging.ts'
import agentControl from '../src/generated/control/nhso-agent.json' with { type: 'json' }
import type { operations as AgentActions } from '../src/generated/control/nhso-agent.ts'
import authenControl from '../src/generated/control/nhso-authen.json' with { type: 'json' }
import type { operations as AuthenActions } from '../src/generated/control/nhso-authen.ts'
import populationControl from '../src/generated/control/population.json' with { type: 'json' }
import type { operations as PopulationActions } from '../src/generated/control/population.ts'
import type { ControlPart } from '../src/upstream/control-part.ts'
import type { Document } from '../src/upstream/document.ts'
import type { AnyUpstream, OperationFunctions } from '../src/upstream/upstream.ts'
import { accountActions } from './moph-account/control.ts'
import { financeActions } from './moph-account/finance/control.ts'
import { mophAccount } from './moph-account/index.ts'
import { keyActions } from './moph-account/keyActions.ts'
import { dashboardBookings } from './moph-appointment/dashboardBookings.ts'
import { dashboardSetUp } from './moph-appointment/dashboardSetUp.ts'
import { mophAppointment } from './moph-appointment/index.ts'
import { patientActions } from './moph-appointment/patientActions.ts'
import { claimActions } from './moph-claim/control.ts'
import { mophClaim } from './moph-claim/index.ts'
import { connectActions } from './moph-connect/control.ts'
import { mophConnect } from './moph-connect/index.ts'
import { messagingActions } from './moph-messaging/control.ts'
import { mophMessaging } from './moph-messaging/index.ts'
import { targetActionsOfTheirOwn } from './moph-messaging/targetActions.ts'
import { agentActions } from './nhso-agent/control.ts'
import { nhsoAgent } from './nhso-agent/index.ts'
import { authenActions } from './nhso-authen/control.ts'
import { nhsoAuthen } from './nhso-authen/index.ts'
import { screensOfTheirOwn } from './nhso-authen/screenActions.ts'
import { populationActions } from './population/control.ts'

/** Every simulated external system. A new one is added here. */
export const upstreams: readonly AnyUpstream[] = [
  mophAccount,
  mophAppointment,
  mophConnect,
  mophClaim,
  mophMessaging,
  nhsoAuthen,
  nhsoAgent,
]

/** Their parts of the control API; the sandbox's own part is in src/engine/control. */
export const controlParts: readonly ControlPart[] = [
  part<PopulationActions>(populationControl, populationActions),
  part<AccountActions>(accountControl, { ...accountActions, ...keyActions }),
  part<AppointmentActions>(appointmentControl, { ...dashboardSetUp, ...dashboardBookings, ...patientActions }),
  part<FinanceActions>(financeControl, financeActions),
  part<ClaimActions>(claimControl, claimActions),
  part<ConnectActions>(connectControl, connectActions),
  part<MessagingActions>(messagingControl, messagingActions, targetActionsOfTheirOwn),
  part<AuthenActions>(authenControl, authenActions, screensOfTheirOwn),
  part<AgentActions>(agentControl, agentActions),
]

function part<Actions>(spec: object, operations: OperationFunctions<Actions>, ownTransaction: readonly string[] = []): ControlPart {
  return { spec: spec as Document, operations, ownTransaction }
}
