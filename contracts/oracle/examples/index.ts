import { connectExamples } from '../../../src/doors/client/testing/connect.ts'
import { accountExamples } from './moph-account.ts'
import { appointmentExamples } from './moph-appointment.ts'
import { claimExamples } from './moph-claim.ts'
import { messagingExamples } from './moph-messaging.ts'
import { nhsoAgentExamples } from './nhso-agent.ts'
import { nhsoAuthenExamples } from './nhso-authen.ts'

/** By operation: the call that Prism judges. */
export const prismExamples: Readonly<Record<string, unknown>> = {
  ...accountExamples,
  ...appointmentExamples,
  ...claimExamples,
  ...connectExamples,
  ...messagingExamples,
  ...nhsoAuthenExamples,
  ...nhsoAgentExamples,
}
