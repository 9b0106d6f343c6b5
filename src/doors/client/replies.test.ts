import { describe, expect, test } from 'vitest'
import {
  AuthenticationError,
  ConflictError,
  ForbiddenError,
  MophError,
  NotFoundError,
  RateLimitedError,
  RefusedError,
  UnexpectedReplyError,
  UpstreamFailedError,
} from './index.ts'
import { rejection, startMoph } from './testing/moph.ts'
import { booked, hospital } from './testing/operations.ts'
import { type Answer, json, plain } from './testing/server.ts'

const said = 'ช่วงเวลานี้เต็มแล้ว / The schedule is full'

describe.each([
  [400, RefusedError, false],
  [401, AuthenticationError, false],
  [403, ForbiddenError, false],
  [404, NotFoundError, false],
  [409, ConflictError, false],
  [413, RefusedError, false],
  [429, RateLimitedError, false],
  [500, UpstreamFailedError, true],
  [502, UpstreamFailedError, true],
])('a write that is answered %d', (status, type, outcomeUnknown) => {
  test.each([
    [
      'envelope',
      json(status, { result: null, MessageCode: status, Message: said }),
      status,
      { result: null, MessageCode: status, Message: said },
    ],
    ['text', plain(status, said), undefined, said],
  ])('in the form of %s throws its own class with what the upstream said', async (_form, api, messageCode, body) => {
    const { client } = await startMoph({ api })
    const error = await rejection(client.appointment.postponeAppointmentSlot({ ...booked, schedule_id: 1 }))
    expect((error as Error).constructor).toBe(type)
    expect(error).toBeInstanceOf(MophError)
    expect(error).toMatchObject({
      name: type.name,
      upstream: 'moph-appointment',
      operation: 'postponeAppointmentSlot',
      status,
      messageCode,
      upstreamMessage: said,
      body,
      outcomeUnknown,
      message: expect.stringContaining(said),
    })
  })
})

test('the message names upstream, operation, status and reason, and what to do', async () => {
  const conflict = await startMoph({ api: plain(409, said) })
  await expect(conflict.client.appointment.cancelAppointmentSlot(booked)).rejects.toThrow(
    `moph-appointment cancelAppointmentSlot: refused with 409: ${said}`,
  )
  const gateway = await startMoph({ api: plain(502, 'Bad Gateway') })
  await expect(gateway.client.appointment.cancelAppointmentSlot(booked)).rejects.toThrow(
    'moph-appointment cancelAppointmentSlot: the upstream failed with 502. It said: Bad Gateway. It may have been carried out: look it up with getAppointment before repeating it.',
  )
})

test('a refusal in a form of its own is told as it is', async () => {
  const { client } = await startMoph({ api: json(400, { error: 'no such thing' }) })
  expect(await rejection(client.appointment.cancelAppointmentSlot(booked))).toMatchObject({
    upstreamMessage: '{"error":"no such thing"}',
    messageCode: undefined,
    body: { error: 'no such thing' },
  })
})

describe('a reply that can not be used', () => {
  const raw =
    (body: string, headers: Record<string, string> = {}): Answer =>
    (response) =>
      response.writeHead(200, { 'content-type': 'application/json', ...headers }).write(body, () => response.destroy())

  test.each<[string, Answer, string]>([
    ['not JSON', plain(200, '<html>login</html>'), 'a body that is not JSON (text/plain; charset=utf-8)'],
    ['malformed JSON', plain(200, '{"result": [}'), 'a body that is not JSON'],
    ['JSON that ends too early', plain(200, '{"result": {"hospital_appoint'), 'a body that is not JSON'],
    ['shorter than its Content-Length', raw('{"result": {}}', { 'content-length': '500' }), 'the body was cut short'],
    ['chunked without an end', raw('{"result": {}}'), 'the body was cut short'],
    ['empty', plain(200, ''), 'the body is empty'],
    ['204', (response) => response.writeHead(204).end(), 'the body is empty'],
    [
      'without result',
      json(200, { MessageCode: 200, Message: 'OK' }),
      'result is missing where an object is documented (MessageCode 200: OK)',
    ],
    [
      'with result null',
      json(200, { result: null, MessageCode: 409, Message: said }),
      `result is null where an object is documented (MessageCode 409: ${said})`,
    ],
    ['with result a text', json(200, { result: 'OK' }), 'result is a string where an object is documented'],
    ['only a list', json(200, []), 'the body is an array instead of an object with result'],
    ['only null', json(200, null), 'the body is null instead of an object with result'],
  ])('because it is %s says so', async (_what, api, told) => {
    const { client, calls } = await startMoph({ api })
    const error = await rejection(client.appointment.cancelAppointmentSlot(booked))
    expect(error).toBeInstanceOf(UnexpectedReplyError)
    expect(error).toMatchObject({ outcomeUnknown: true, message: expect.stringContaining(told) })
    expect((error as UnexpectedReplyError).status).toBeOneOf([200, 204])
    expect(calls).toHaveLength(1)
  })

  test('because it is not HTTP says so', async () => {
    const { client } = await startMoph({ api: (response) => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n') })
    await expect(client.appointment.cancelAppointmentSlot(booked)).rejects.toThrow('what came back is not HTTP (HPE_INVALID_CONSTANT)')
  })

  test('leaves nothing to look up where the call only reads', async () => {
    const { client } = await startMoph({ api: plain(200, 'OK') })
    expect(await rejection(client.appointment.getHospitalDepartment(hospital))).toMatchObject({ outcomeUnknown: false })
  })
})
