import createClient from 'openapi-fetch'
import type { paths } from '../../../generated/nhso-agent.ts'
import { call, type Handover, type Sending, type Sent } from '../call.ts'
import { nodeFetch } from '../node-fetch.ts'
import type { Operation } from '../operation.ts'
import { checkBaseUrl, checkTimeout, type Fetch } from '../options.ts'
import { bodyOf, type JsonTypeOf } from '../result.ts'
import {
  type AgentDraft,
  type AgentPreference,
  type AgentVisit,
  type CardHolder,
  type ConfirmedVisit,
  type GivenCode,
  type LatestCode,
  type ReadOptions,
  type RightCheck,
  reads,
  type Terminal,
  writes,
} from './types.ts'

/**
 * NHSO Secure SmartCard Agent, on the computer of the card reader: ID cards, rights and authen codes. It asks for no login. Dates of birth
 * are `YYYYMMDD` with the Buddhist year; all times are Thai local time without zone; citizen ids are 13 digits, as strings.
 *
 * Every method throws a MophError, and `upstreamMessage` is a text for the user: RefusedError with status 418 where no reader is plugged
 * in, and with 400 where NHSO refuses; UpstreamFailedError with 500 where no card is in the reader and, with another text alone, where
 * the agent does not reach NHSO; TimeoutError, ConnectionError, UnexpectedReplyError. A read of a card takes seconds.
 */
export interface AgentClient {
  /**
   * The readers that are plugged in, and whether a card is in them. A kiosk asks every 0.8 to 5 seconds, and reads when `isPresent` turns true.
   * Source: public clients (not in the slides)
   */
  listTerminals(): Promise<Terminal[]>

  /**
   * Reads the card and asks NHSO for the right. Its `correlationId` is for one confirm of this person: read again just before it.
   * Source: NHSO Authentication slides, Secure SmartCard Agent
   */
  readCard(options?: ReadOptions): Promise<RightCheck>

  /**
   * Reads the card alone, for when NHSO's server is not ready.
   * Source: NHSO Authentication slides, Secure SmartCard Agent
   */
  readCardOnly(options?: ReadOptions): Promise<CardHolder>

  /**
   * What readCard gives, for a citizen id. In the test zone only: NotFoundError in production.
   * Source: NHSO Authentication slides, Secure SmartCard Agent
   */
  probeRight(person: { pid: string }): Promise<RightCheck>

  /**
   * Saves a draft (บันทึกร่าง), which has no authen code yet. `claimType` is one of `claimTypes`, `mobile` ten digits.
   * Source: NHSO Authentication slides, Secure SmartCard Agent; the fields are those of public clients
   */
  saveAsDraft(visit: AgentVisit): Promise<AgentDraft>

  /**
   * Confirms a visit and gives its authen code (`claimCode`): once a day for a person, service and facility. Where its outcome is unknown,
   * look with getLatestAuthenCode.
   * Source: NHSO Authentication slides, Secure SmartCard Agent; the fields are those of public clients
   */
  confirmSave(visit: AgentVisit): Promise<ConfirmedVisit>

  /**
   * The code that was given last; without `claimCode` where there is none. Compare its `hcode` with your own: whether the agent shows
   * codes of other facilities here is not clear from the slides.
   * Source: NHSO Authentication slides, Secure SmartCard Agent
   */
  getLatestAuthenCode(person: { pid: string }): Promise<LatestCode>

  /**
   * The last five codes of all facilities, newest first.
   * Source: NHSO Authentication slides, Secure SmartCard Agent
   */
  listLatestAuthenCodes(person: { pid: string }): Promise<GivenCode[]>

  /**
   * What the agent was installed with, the token of the facility included: a secret that is not to be shown.
   * Source: public clients (not in the slides)
   */
  getPreference(): Promise<AgentPreference>
}

export interface AgentClientOptions {
  /** `http://localhost:8189` for the real one, and for a sandbox on the same computer. */
  baseUrl: string
  /** Longest time in milliseconds for one request; 30,000 where not given. A card takes seconds to be read. */
  timeoutMs?: number
  /** Another way to send; in a web page, its own `fetch`. */
  fetch?: Fetch
}

/**
 * A client of the card agent alone, which needs no account.
 *
 * @throws TypeError where an option can't be used
 * @example
 * const agent = createAgentClient({ baseUrl: 'http://localhost:8189' })
 * const { pid, claimTypes, correlationId } = await agent.readCard()
 */
export function createAgentClient({ baseUrl, timeoutMs = 30_000, fetch = nodeFetch }: AgentClientOptions): AgentClient {
  checkBaseUrl('baseUrl', baseUrl)
  checkTimeout(timeoutMs)
  return agentClient({ timeoutMs, fetch }, () => baseUrl)
}

export function agentClient(sending: Sending, baseUrl: () => string): AgentClient {
  const http = () => createClient<paths>({ baseUrl: baseUrl() })
  async function send<Result>(
    operation: Operation,
    request: (handover: Handover) => Promise<Sent<Result>>,
    ...[expected]: JsonTypeOf<Result> extends 'object' ? [] : [expected: JsonTypeOf<Result>]
  ): Promise<Result> {
    return bodyOf(operation, await call(operation, sending, [], request), expected)
  }
  const of = ({ pid }: { pid: string }) => ({ params: { path: { pid } } })
  return {
    listTerminals: () => send(reads('listTerminals'), (init) => http().GET('/api/smartcard/terminals', { ...init }), 'array'),
    readCard: (query = {}) => send(writes('readCard'), (init) => http().GET('/api/smartcard/read', { ...init, params: { query } })),
    readCardOnly: (query = {}) =>
      send(reads('readCardOnly'), (init) => http().GET('/api/smartcard/read-card-only', { ...init, params: { query } })),
    probeRight: (person) => send(writes('probeRight'), (init) => http().GET('/api/smartcard/probe/{pid}', { ...init, ...of(person) })),
    saveAsDraft: (body) => send(writes('saveAsDraft'), (init) => http().POST('/api/nhso-service/save-as-draft', { ...init, body })),
    confirmSave: (body) =>
      send(writes('confirmSave', 'getLatestAuthenCode'), (init) => http().POST('/api/nhso-service/confirm-save', { ...init, body })),
    getLatestAuthenCode: (person) =>
      send(reads('getLatestAuthenCode'), (init) => http().GET('/api/nhso-service/latest-authen-code/{pid}', { ...init, ...of(person) })),
    listLatestAuthenCodes: (person) =>
      send(
        reads('listLatestAuthenCodes'),
        (init) => http().GET('/api/nhso-service/latest-5-authen-code-all-hospital/{pid}', { ...init, ...of(person) }),
        'array',
      ),
    getPreference: () => send(reads('getPreference'), (init) => http().GET('/api/preference', { ...init })),
  }
}
