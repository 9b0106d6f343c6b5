import createClient from 'openapi-fetch'
import type { paths } from '../../../generated/nhso-authen.ts'
import { call, type Handover, type Sent } from '../call.ts'
import type { Operation } from '../operation.ts'
import { baseUrlOf, type Settings } from '../options.ts'
import { bodyOf } from '../result.ts'
import {
  type AuthenReply,
  type AuthenRequest,
  type AuthenStatus,
  type ClosedReply,
  type ClosedVisit,
  type Query,
  type RealPerson,
  reads,
  writes,
} from './types.ts'

/**
 * NHSO's online services around authen codes, with the token of a facility (menu Token of New Authen) instead of a login: the client
 * wants the option `nhso` and `baseUrls['nhso-authen']`. No document of NHSO describes them; methods and fields are those of public
 * clients. Facility codes are 5 digits, citizen ids 13, both as strings. The test zone has its own token and its own population.
 *
 * Every method throws a MophError: AuthenticationError where the token is not accepted (it is not renewed, and nothing is repeated),
 * RefusedError with NHSO's words in `upstreamMessage`, UpstreamFailedError, TimeoutError, ConnectionError, UnexpectedReplyError.
 */
export interface NhsoAuthenClient {
  /**
   * Asks for an authen code: once a day for a person, service and facility. Where its outcome is unknown, look with checkAuthenStatus.
   * Source: public clients; NHSO ENDPOINT FOR SINGLE CLAIM, dataset v8.0
   */
  requestAuthenCode(request: AuthenRequest): Promise<AuthenReply>

  /**
   * The right of a person today. `SOURCE_ID` says who asks: the facility code, or a name agreed with NHSO.
   * Source: public clients
   */
  getRealPerson(query: Query<'getRealPerson'>): Promise<RealPerson>

  /**
   * Closes a visit (ปิดสิทธิ) and gives its `EP` code. Amounts in baht, instants in epoch milliseconds; `transactionId` starts with the
   * facility code and is used once.
   * Source: NHSO ENDPOINT FOR SINGLE CLAIM, dataset v8.0; public clients
   */
  closeVisit(visit: ClosedVisit): Promise<ClosedReply>

  /**
   * The codes of a person on a Thai day (`serviceDate`, `yyyy-mm-dd`, Gregorian year), of every facility, or of one `serviceCode`. In
   * production it is on a host of its own (`nhso.statusUrl`).
   * Source: public clients
   */
  checkAuthenStatus(query: Query<'checkAuthenStatus'>): Promise<AuthenStatus>
}

export function nhsoAuthenClient(settings: Settings): NhsoAuthenClient {
  const send = async <Result>(
    operation: Operation,
    request: (init: Handover & { headers: { Authorization: string } }) => Promise<Sent<Result>>,
  ): Promise<Result> => {
    const { token } = nhsoOf(settings)
    const headers = { Authorization: `Bearer ${token}` }
    return bodyOf(operation, await call(operation, settings, [token], (handover) => request({ headers, ...handover })))
  }
  const http = (baseUrl = baseUrlOf(settings, 'nhso-authen')) => createClient<paths>({ baseUrl })
  return {
    requestAuthenCode: (body) =>
      send(writes('requestAuthenCode'), (init) => http().POST('/nhsoendpoint/api/AuthenCode', { ...init, body })),
    getRealPerson: (query) =>
      send(reads('getRealPerson'), (init) => http().GET('/nhsoendpoint/api/RealPerson', { ...init, params: { query } })),
    closeVisit: (body) => send(writes('closeVisit'), (init) => http().POST('/nhsoendpoint/api/nhso-claim-detail', { ...init, body })),
    checkAuthenStatus: (query) =>
      send(reads('checkAuthenStatus'), (init) =>
        http(settings.nhso?.statusUrl).GET('/authencodestatus/api/check-authen-status', { ...init, params: { query } }),
      ),
  }
}

function nhsoOf({ nhso }: Settings) {
  if (!nhso) throw new TypeError('This client was made without the option nhso')
  return nhso
}
