import { authorisedCalls } from './authorised-calls.ts'
import { type AccountClient, accountClient } from './moph-account/index.ts'
import { login } from './moph-account/login.ts'
import { createTokenSource, type TokenSource } from './moph-account/token-source.ts'
import { type AppointmentClient, appointmentClient } from './moph-appointment/index.ts'
import { type ClaimClient, claimClient } from './moph-claim/index.ts'
import { type ConnectClient, connectClient } from './moph-connect/index.ts'
import { type MessagingClient, messagingClient } from './moph-messaging/index.ts'
import { type AgentClient, agentClient } from './nhso-agent/index.ts'
import { type NhsoAuthenClient, nhsoAuthenClient } from './nhso-authen/index.ts'
import { nodeFetch } from './node-fetch.ts'
import { baseUrlOf, checkOptions, type MophClientOptions, type Settings } from './options.ts'

/** The MOPH APIs, one property an upstream, one method an operation, named after its `operationId`. */
export interface MophClient {
  account: AccountClient
  appointment: AppointmentClient
  /** MOPH Finance Account Center; it wants the option `finance`. */
  financeAccount: AccountClient
  /** It wants the option `finance` and `baseUrls['moph-claim']`. */
  claim: ClaimClient
  /** It wants `baseUrls['moph-connect']`, and no login. */
  connect: ConnectClient
  /** It wants `baseUrls['moph-messaging']`. */
  messaging: MessagingClient
  /** It wants the option `nhso` and `baseUrls['nhso-authen']`, and no login. */
  nhsoAuthen: NhsoAuthenClient
  /** It wants `baseUrls['nhso-agent']`, and no login; `createAgentClient` makes one without an account. */
  agent: AgentClient
}

/**
 * Creates a client for one account, and one of the second account centre where `finance` is given. Sends nothing yet: the first call logs in.
 *
 * A refused login is final for the client: every later call with that account throws the same error without a request, because repeated failures lock the
 * account. A new client is a new attempt, also with the same credentials, so keep one and never create it in a loop.
 *
 * Certificates are always verified. For a server with a private authority set Node's NODE_EXTRA_CA_CERTS to its PEM file.
 *
 * @throws TypeError where an option can't be used
 * @example
 * const cvp1 = 'http://127.0.0.1:4010/cvp1.moph.go.th'
 * const moph = createMophClient({
 *   baseUrls: { 'moph-account': cvp1, 'moph-appointment': cvp1 },
 *   credentials: { user, password, secretKey, hospitalCode: '99999' },
 * })
 * const schedules = await moph.appointment.getHospitalSlotByDate({ hospital_code: '99999', date: '2026-12-01' })
 */
export function createMophClient(options: MophClientOptions): MophClient {
  const { baseUrls, credentials, finance, nhso, timeoutMs = 30_000, clock = Date.now, fetch = nodeFetch } = options
  const settings: Settings = { baseUrls, credentials, timeoutMs, clock, fetch, ...(finance && { finance }), ...(nhso && { nhso }) }
  checkOptions(settings)
  const tokens = createTokenSource(() => login(settings, { baseUrl: baseUrls['moph-account'], credentials }), clock)
  const call = authorisedCalls(settings, tokens)
  const financeTokens = financeTokenSource(settings)
  return {
    account: accountClient(tokens),
    appointment: appointmentClient(settings.baseUrls['moph-appointment'], call),
    financeAccount: accountClient(financeTokens),
    claim: claimClient(settings, authorisedCalls(settings, financeTokens, 'data')),
    connect: connectClient(settings),
    messaging: messagingClient(settings, call),
    nhsoAuthen: nhsoAuthenClient(settings),
    agent: agentClient(settings, () => baseUrlOf(settings, 'nhso-agent')),
  }
}

/** A login of its own: a token of one account centre is not meant for the services of the other. */
function financeTokenSource(settings: Settings): TokenSource {
  const { finance, clock } = settings
  if (finance) return createTokenSource(() => login(settings, { ...finance, baseUrl: finance.accountUrl }), clock)
  const missing = async (): Promise<string> => {
    throw new TypeError('This client was made without the option finance')
  }
  return { token: missing, renewed: missing }
}
