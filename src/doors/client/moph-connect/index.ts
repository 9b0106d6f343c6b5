import createClient from 'openapi-fetch'
import type { operations, paths } from '../../../generated/moph-connect.ts'
import { call } from '../call.ts'
import { baseUrlOf, type Settings } from '../options.ts'
import { type Alert, pathOf, type QueueMessage, writes } from './types.ts'

/**
 * MOPH Connect: what a patient gets in LINE about a place in a hospital's queue. There is no login, and no call tells what was sent.
 *
 * `userId` is the MOPH Connect ID that the hospital's booking page was opened with. `appointmentDate` is `yyyy-mm-dd` with the Gregorian
 * year; the two links start with `http://` or `https://`. The client wants `baseUrls['moph-connect']`: `https://mophconnect.go.th/test/api`
 * for the test zone, `http://127.0.0.1:4010/mophconnect.go.th/test/api` for a sandbox.
 *
 * No document says what is answered: every status of success counts, and its body is not read. Every method throws a MophError:
 * RefusedError where a field is missing or malformed (400, assumed), RateLimitedError, UpstreamFailedError, TimeoutError,
 * ConnectionError, UnexpectedReplyError. Where its `outcomeUnknown` is true the patient may have got the message: a repeat sends it again.
 */
export interface ConnectClient {
  /**
   * Tells of a booking, right after it was made: the patient gets a picture of the queue card and a message with the details, at once.
   * Source: MOPH Connect queue API, 1
   */
  sendQueueCard(message: QueueMessage): Promise<void>

  /**
   * Sets the reminders: a message at 09:00 on the day before `appointmentDate`, and one at 06:00 on that day (Asia/Bangkok). To be called
   * at 00:00 on the day before; whether a reminder whose time has passed is sent is not documented.
   * Source: MOPH Connect queue API, 2; MOPH Connect queue service slides
   */
  scheduleReminders(message: QueueMessage): Promise<void>

  /**
   * Tells that the turn is near, on the day: a message at once, and a satisfaction survey at 12:00 on the next day (Asia/Bangkok).
   * Source: MOPH Connect queue API, 3; MOPH Connect queue service slides
   */
  notifyNearTurn(message: QueueMessage): Promise<void>

  /**
   * Sends any other message, at once. `backgroundColor` is `#RRGGBB`.
   * Source: public clients (not in the documents)
   */
  sendAlert(alert: Alert): Promise<void>
}

export function connectClient(settings: Settings): ConnectClient {
  const send = async (name: keyof operations, body: Alert): Promise<void> => {
    const http = createClient<paths>({ baseUrl: baseUrlOf(settings, 'moph-connect') })
    // As text, which any body is: what it says is not documented.
    await call(writes(name), settings, [], (handover) => http.POST(pathOf[name], { ...handover, body, parseAs: 'text' }))
  }
  return {
    sendQueueCard: (message) => send('sendQueueCard', message),
    scheduleReminders: (message) => send('scheduleReminders', message),
    notifyNearTurn: (message) => send('notifyNearTurn', message),
    sendAlert: (alert) => send('sendAlert', alert),
  }
}
