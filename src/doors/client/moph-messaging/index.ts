import createClient from 'openapi-fetch'
import type { paths } from '../../../generated/moph-messaging.ts'
import type { AuthorisedCall } from '../authorised-calls.ts'
import type { Operation } from '../operation.ts'
import { baseUrlOf, type Settings } from '../options.ts'
import type { SentMessage, TargetedMessage } from './types.ts'

/**
 * Messages to patients in the Mor Prom app and in LINE. The account is one of MOPH Account Center; which role it needs is not known.
 *
 * The method returns the `result` of the reply and throws a MophError: LoginRefusedError, AuthenticationError, ForbiddenError,
 * RateLimitedError, RefusedError, UpstreamFailedError, TimeoutError, ConnectionError, UnexpectedReplyError; a TypeError where the client was
 * made without `baseUrls['moph-messaging']`.
 */
export type MessagingClient = ReturnType<typeof messagingClient>

/** There is nothing to look a message up by. */
const sends: Operation = { upstream: 'moph-messaging', name: 'sendMessageTarget', effect: 'write' }

export function messagingClient(settings: Settings, call: AuthorisedCall) {
  return {
    /**
     * Sends a message to those of `target` who are on the white list, or changes the one that the facility has sent under the same
     * `message_ref_code` before. `target` is a list of citizen ids of 13 digits, also for one person; `message_content_html` is HTML;
     * `message_confirm_url` may be left out. Never repeated by this client.
     *
     * @returns to whom it is sent and to whom not (assumed: what the real service answers is not documented)
     * @throws RateLimitedError where the facility has sent more than 5 within an hour (a rule for testing; status assumed)
     * @throws RefusedError (400) where a value is of another JSON type than documented: a number for a string, a string for the list
     * @throws an error with `outcomeUnknown`: the same message sent again under the same code is an update and makes no second one
     * Source: MOPH Immunization Center API v1.15, SendMessageTarget; public clients
     */
    async sendMessageTarget(body: TargetedMessage): Promise<SentMessage> {
      const { POST } = createClient<paths>({ baseUrl: baseUrlOf(settings, 'moph-messaging') })
      return call(sends, 'object', (init) => POST('/api/SendMessageTarget', { ...init, body }))
    },
  }
}
