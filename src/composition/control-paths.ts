import type { paths as Account } from '../generated/control/moph-account.ts'
import type { paths as Appointment } from '../generated/control/moph-appointment.ts'
import type { paths as Claim } from '../generated/control/moph-claim.ts'
import type { paths as Connect } from '../generated/control/moph-connect.ts'
import type { paths as Finance } from '../generated/control/moph-finance-account.ts'
import type { paths as Messaging } from '../generated/control/moph-messaging.ts'
import type { paths as Agent } from '../generated/control/nhso-agent.ts'
import type { paths as Authen } from '../generated/control/nhso-authen.ts'
import type { paths as Population } from '../generated/control/population.ts'
import type { paths as Own } from '../generated/sandbox-control.ts'

/** Every path of the control API, whichever part it belongs to. */
export type ControlPaths = Own & Population & Account & Appointment & Finance & Claim & Connect & Messaging & Authen & Agent
