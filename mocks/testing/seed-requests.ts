import { accountSeedRequests } from '../moph-account/seed-requests.ts'
import { appointmentSeedRequests } from '../moph-appointment/seed-requests.ts'
import { connectSeedRequests } from '../moph-connect/seed-requests.ts'
import { agentSeedRequests } from '../nhso-agent/seed-requests.ts'

/** A request as a document prints it. */
export interface SeedRequest {
  /** Of the document. */
  section: string
  method: 'GET' | 'POST'
  url: string
  /** As printed, blanks and all. */
  body?: string
}

/** By operation: the request of the document, played in a seedInput.test.ts. One of a new upstream is added here. */
export const seedRequests: Readonly<Record<string, SeedRequest>> = {
  ...accountSeedRequests,
  ...appointmentSeedRequests,
  ...connectSeedRequests,
  ...agentSeedRequests,
}

/** Where a printed URL leads on the sandbox. */
export const pathOf = (printed: string) => printed.replace(/^https?:\//, '')
