import { describe, expect, test } from 'vitest'
import { UnexpectedReplyError } from './index.ts'
import { rejection, startMoph } from './testing/moph.ts'
import { booked } from './testing/operations.ts'
import { json, plain, startServer } from './testing/server.ts'

describe.each([
  ['Node HTTP', {}],
  ['the global fetch', { fetch: globalThis.fetch }],
])('a redirect, with %s', (_name, transport) => {
  test.each([301, 302, 303, 307, 308])('%d is an error, and the token goes nowhere else', async (status) => {
    const elsewhere = await startServer(json(200, { result: {} }))
    const { client, calls } = await startMoph(
      { api: (response) => response.writeHead(status, { location: elsewhere.origin }).end() },
      transport,
    )
    const error = await rejection(client.appointment.cancelAppointmentSlot(booked))
    expect(error).toBeInstanceOf(UnexpectedReplyError)
    expect(error).toMatchObject({ status, outcomeUnknown: true, message: expect.stringContaining('redirect') })
    expect([calls.length, elsewhere.received.length]).toEqual([1, 0])
  })

  test('of the login is an error too', async () => {
    const elsewhere = await startServer(plain(200, 'x'))
    const { client } = await startMoph({ login: (response) => response.writeHead(307, { location: elsewhere.origin }).end() }, transport)
    expect(await rejection(client.account.token())).toBeInstanceOf(UnexpectedReplyError)
    expect(elsewhere.received).toHaveLength(0)
  })
})
