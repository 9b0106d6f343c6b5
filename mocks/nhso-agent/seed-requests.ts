import type { SeedRequest } from '../testing/seed-request.ts'

const services = 'http://localhost:8189/api'
const section = 'Secure SmartCard Agent'
const pid = '1999900000021'

/** The services that the NHSO Authentication slides list; the host and the port are the sandbox's, the person is synthetic. */
export const agentSeedRequests = {
  readCard: { section, method: 'GET', url: `${services}/smartcard/read` },
  readCardOnly: { section, method: 'GET', url: `${services}/smartcard/read-card-only` },
  probeRight: { section, method: 'GET', url: `${services}/smartcard/probe/${pid}` },
  saveAsDraft: { section, method: 'POST', url: `${services}/nhso-service/save-as-draft` },
  confirmSave: { section, method: 'POST', url: `${services}/nhso-service/confirm-save` },
  getLatestAuthenCode: { section, method: 'GET', url: `${services}/nhso-service/latest-authen-code/${pid}` },
  listLatestAuthenCodes: { section, method: 'GET', url: `${services}/nhso-service/latest-5-authen-code-all-hospital/${pid}` },
} satisfies Record<string, SeedRequest>
