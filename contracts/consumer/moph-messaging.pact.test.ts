import { MatchersV3 } from '@pact-foundation/pact'
import { expect } from 'vitest'
import { message } from '../../fixtures/harness/message.ts'
import { AuthenticationError, type MophClient, RateLimitedError, RefusedError, type TargetedMessage } from '../../src/doors/client/index.ts'
import { describePact, exampleToken, type Interaction, refusal, tokenForm } from './pact.ts'

const { like, regex } = MatchersV3

const [listed, notListed] = ['1999900000030', '1999900000013'] as const
const { message_ref_code, hospital } = message()

// What must hold at the provider.
const token = { description: 'the token is valid', parameters: { user: 'demo' } }
const onTheList = { description: 'a person on the white list', parameters: { cid: listed } }
const notOnTheList = { description: 'a person not on the white list', parameters: { cid: notListed } }
const sentBefore = { description: 'a message with the code', parameters: message() }
const noMessage = { description: 'no message with the code', parameters: { hospital_code: hospital.hospital_code, message_ref_code } }
const fiveSent = { description: 'the facility has sent five messages within the hour', parameters: message() }

const send = (body: object): Interaction['request'] => ({
  method: 'POST',
  path: '/api/SendMessageTarget',
  headers: { Authorization: regex(tokenForm.replace('^', '^Bearer '), `Bearer ${exampleToken}`), 'Content-Type': 'application/json' },
  body: { ...body },
})
const done = (updated: boolean, target: string[], target_not_on_white_list: string[]): Interaction['reply'] => ({
  status: 200,
  headers: { 'Content-Type': regex('^application/json.*', 'application/json; charset=utf-8') },
  body: { result: { message_ref_code: like(message_ref_code), updated, target, target_not_on_white_list } },
})
const isSent =
  (body: TargetedMessage, result: object) =>
  async ({ messaging }: MophClient) =>
    expect(await messaging.sendMessageTarget(body)).toEqual({ message_ref_code, ...result })
const isRefused =
  (errorClass: typeof RefusedError, status: number, body: TargetedMessage = message()) =>
  async ({ messaging }: MophClient) => {
    const error = await messaging.sendMessageTarget(body).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(errorClass)
    expect(error).toMatchObject({ status, messageCode: status, upstreamMessage: expect.stringMatching(/./) })
  }

const toBoth = { ...message(), target: [listed, notListed] }
const shorter = { ...message(), target: ['199990000003'] }
const { message_confirm_url: _left, ...withoutUrl } = message()

describePact('moph-messaging', [
  {
    title: 'SendMessageTarget to someone on the white list',
    given: [token, onTheList, noMessage],
    request: send(message()),
    reply: done(false, [listed], []),
    call: isSent(message(), { updated: false, target: [listed], target_not_on_white_list: [] }),
  },
  {
    title: 'SendMessageTarget to someone who is not on the white list as well',
    given: [token, onTheList, notOnTheList, noMessage],
    request: send(toBoth),
    reply: done(false, [listed], [notListed]),
    call: isSent(toBoth, { updated: false, target: [listed], target_not_on_white_list: [notListed] }),
  },
  {
    title: 'SendMessageTarget without a confirm URL, under a code that has been used',
    given: [token, onTheList, sentBefore],
    request: send(withoutUrl),
    reply: done(true, [listed], []),
    call: isSent(withoutUrl, { updated: true, target: [listed], target_not_on_white_list: [] }),
  },
  {
    title: 'SendMessageTarget with a citizen id of 12 digits',
    given: [token],
    request: send(shorter),
    reply: refusal(400, 'target.0: รูปแบบผิด / Wrong form'),
    call: isRefused(RefusedError, 400, shorter),
  },
  {
    title: 'SendMessageTarget with a token that has expired',
    given: [{ description: 'the token has expired', parameters: { user: 'demo' } }],
    request: send(message()),
    reply: refusal(401, 'token หมดอายุ / The token has expired'),
    call: isRefused(AuthenticationError, 401),
  },
  {
    title: 'SendMessageTarget for the sixth time within an hour',
    given: [token, fiveSent],
    request: send(message()),
    reply: refusal(429, 'หน่วยบริการส่งข้อความเกิน 5 ครั้งในหนึ่งชั่วโมง / The facility has sent more than 5 messages within an hour'),
    call: isRefused(RateLimitedError, 429),
  },
])
