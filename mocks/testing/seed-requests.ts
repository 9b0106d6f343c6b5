import { accountSeedRequests } from '../moph-account/seed-requests.ts'
import { appointmentSeedRequests } from '../moph-appointment/seed-requests.ts'
import { connectSeedRequests } from '../moph-connect/seed-requests.ts'
import { agentSeedRequests } from '../nhso-agent/seed-requests.ts'
import type { SeedRequest } from './seed-request.ts'

/** By operation: the request of the document, played in a seedInput.test.ts. One of a new upstream is added here. */
export const seedRequests: Readonly<Record<string, SeedRequest>> = {
  ...accountSeedRequests,
  ...appointmentSeedRequests,
  ...connectSeedRequests,
  ...agentSeedRequests,
}
