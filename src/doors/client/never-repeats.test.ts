import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import {
  type Booking,
  ConnectionError,
  createMophClient,
  type MophClientOptions,
  MophError,
  TimeoutError,
  UnexpectedReplyError,
} from './index.ts'
import { ok, startBreakingServer } from './testing/breaking-server.ts'
import { credentials, rejection, startMoph } from './testing/moph.ts'
import { booked, booking, examples, hospital } from './testing/operations.ts'
import { closedPort, plain } from './testing/server.ts'

/** Long enough for a repeat that something under the client might make. */
const meanwhile = () => wait(50)

const breaks: [how: string, type: typeof ConnectionError | typeof UnexpectedReplyError, act: (socket: Socket) => void][] = [
  ['is closed before the reply', ConnectionError, (socket) => socket.end()],
  ['is destroyed before the reply', ConnectionError, (socket) => socket.destroy()],
  ['is reset before the reply', ConnectionError, (socket) => socket.resetAndDestroy()],
  ['is closed within the header', ConnectionError, (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')],
  ['is closed within the body', UnexpectedReplyError, (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"result":')],
]
const operations = ['confirmAppointmentSlot', 'cancelAppointmentSlot', 'postponeAppointmentSlot', 'getHospitalDepartment'] as const
const isWrite = (operation: string) => operation !== 'getHospitalDepartment'

describe.each<[string, Partial<MophClientOptions>]>([
  ['Node HTTP', {}],
  ['the global fetch', { fetch: globalThis.fetch }],
])('over %s', (_name, transport) => {
  const clientOf = (baseUrl: string) =>
    createMophClient({ baseUrls: { 'moph-account': baseUrl, 'moph-appointment': baseUrl }, credentials, timeoutMs: 5000, ...transport })

  describe.each(operations)('%s', (operation) => {
    test.each(breaks)('arrives once where the connection %s', async (_how, type, act) => {
      const { baseUrl, calls } = await startBreakingServer(act)
      const error = await rejection(examples[operation](clientOf(baseUrl)))
      await meanwhile()
      expect(error).toBeInstanceOf(type)
      expect(error).toMatchObject({ operation, outcomeUnknown: isWrite(operation) })
      expect(calls).toHaveLength(1)
    })

    test.each(breaks)('arrives once where a connection that served before %s', async (_how, type, act) => {
      const { baseUrl, calls } = await startBreakingServer((socket, call) => (call <= 2 ? socket.write(ok('{"result":[]}')) : act(socket)))
      const client = clientOf(baseUrl)
      await client.appointment.getHospitalRoom(hospital)
      await client.appointment.getHospitalRoom(hospital)
      const error = await rejection(examples[operation](client))
      await meanwhile()
      expect(error).toBeInstanceOf(type)
      expect(error).toMatchObject({ operation, outcomeUnknown: isWrite(operation) })
      expect(calls).toHaveLength(3)
      const [first, second, broken] = calls.map(({ connection }) => connection)
      expect([first, second], 'the connection that broke is one that served before').toContain(broken)
    })

    test('arrives once where no reply comes in time', async () => {
      const { client, calls } = await startMoph({ api: () => {} }, { timeoutMs: 100, ...transport })
      const error = await rejection(examples[operation](client))
      await meanwhile()
      expect(error).toBeInstanceOf(TimeoutError)
      expect(error).toMatchObject({ operation, outcomeUnknown: isWrite(operation), message: expect.stringContaining('within 100 ms') })
      expect(calls).toHaveLength(1)
    })

    test('arrives once where the body does not end in time', async () => {
      const { client, calls } = await startMoph(
        { api: (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{"result":') },
        { timeoutMs: 100, ...transport },
      )
      const error = await rejection(examples[operation](client))
      await meanwhile()
      expect(error).toBeInstanceOf(TimeoutError)
      expect(error).toMatchObject({ operation, outcomeUnknown: isWrite(operation) })
      expect(calls).toHaveLength(1)
    })
  })

  test('a body that drips does not extend the time', async () => {
    const { client } = await startMoph(
      {
        api: (response) => {
          const drip = setInterval(() => response.write(' '), 20)
          response.on('close', () => clearInterval(drip))
        },
      },
      { timeoutMs: 100, ...transport },
    )
    const started = performance.now()
    expect(await rejection(client.appointment.cancelAppointmentSlot(booked))).toBeInstanceOf(TimeoutError)
    expect(performance.now() - started).toBeLessThan(2000)
  })

  test('a port that nobody listens on is told by its code', async () => {
    const error = await rejection(clientOf(await closedPort()).account.token())
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error).toMatchObject({
      code: 'ECONNREFUSED',
      message: expect.stringContaining('the connection failed (ECONNREFUSED): connect '),
    })
  })
})

test('a cancel that is answered 421 arrives once (the global fetch would repeat it)', async () => {
  const { client, calls } = await startMoph({ api: plain(421, 'Misdirected Request') })
  const error = await rejection(client.appointment.cancelAppointmentSlot(booked))
  expect(error).toBeInstanceOf(MophError)
  expect(error).toMatchObject({ status: 421 })
  expect(calls).toHaveLength(1)
})

test('the connection is kept and used again, also after replies without a body', async () => {
  const { baseUrl, calls } = await startBreakingServer((socket, call) =>
    socket.write(call === 1 ? 'HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n' : ok('{"result":[]}')),
  )
  const client = createMophClient({ baseUrls: { 'moph-account': baseUrl, 'moph-appointment': baseUrl }, credentials })
  await rejection(client.appointment.cancelAppointmentSlot(booked))
  await client.appointment.getHospitalDepartment(hospital)
  await client.appointment.getHospitalDepartment(hospital)
  expect(new Set(calls.map(({ connection }) => connection)).size).toBe(1)
})

test('data that can not be sent is a mistake of the caller, not an outcome to look up', async () => {
  const { client, calls } = await startMoph({})
  const circular: Booking & { itself?: unknown } = { ...booking }
  circular.itself = circular
  const error = await rejection(client.appointment.confirmAppointmentSlot(circular))
  expect(error).toBeInstanceOf(TypeError)
  expect(error).not.toBeInstanceOf(MophError)
  expect(calls).toHaveLength(0)
})
