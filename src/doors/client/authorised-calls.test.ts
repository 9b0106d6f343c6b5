import { describe, expect, test } from 'vitest'
import { AuthenticationError, LoginRefusedError } from './index.ts'
import { hour, rejection, startMoph, tokenUntil } from './testing/moph.ts'
import { booking, hospital } from './testing/operations.ts'
import { type Answer, inTurn, json, plain } from './testing/server.ts'

const first = tokenUntil(Date.now() + hour, 'first')
const second = tokenUntil(Date.now() + hour, 'second')
const twoTokens = () => inTurn(plain(200, first), plain(200, second))
const expired = json(401, { result: null, MessageCode: 401, Message: 'token หมดอายุ / The token has expired' })
const bookedNow = json(200, { result: { hospital_appointment_slot_id: 8888 } })

describe('a call that is answered 401', () => {
  test('is repeated once with a new token, a write too, since nothing was executed', async () => {
    const { client, logins, calls } = await startMoph({ login: twoTokens(), api: inTurn(expired, bookedNow) })
    expect(await client.appointment.confirmAppointmentSlot(booking)).toEqual({ hospital_appointment_slot_id: 8888 })
    expect(logins).toHaveLength(2)
    expect(calls.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${first}`, `Bearer ${second}`])
    expect(calls[1]!.body).toBe(calls[0]!.body)
  })

  test('a second time is an error', async () => {
    const { client, logins, calls } = await startMoph({ login: twoTokens(), api: expired })
    const error = await rejection(client.appointment.confirmAppointmentSlot(booking))
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error).toMatchObject({ status: 401, upstreamMessage: 'token หมดอายุ / The token has expired', outcomeUnknown: false })
    expect([logins.length, calls.length]).toEqual([2, 2])
  })

  test('is not repeated where the second login is refused', async () => {
    const { client, logins, calls } = await startMoph({ login: inTurn(plain(200, first), plain(401, 'locked')), api: expired })
    const error = await rejection(client.appointment.getHospitalDepartment(hospital))
    expect(error).toBeInstanceOf(LoginRefusedError)
    expect(await rejection(client.appointment.getHospitalDepartment(hospital))).toBe(error)
    expect([logins.length, calls.length]).toEqual([2, 1])
  })

  test('shares the second login with the others that were answered 401', async () => {
    const onlySecond: Answer = (response, request) =>
      (request.headers.authorization === `Bearer ${second}` ? json(200, { result: [] }) : expired)(response, request)
    const { client, logins, calls } = await startMoph({ login: twoTokens(), api: onlySecond })
    await Promise.all(Array.from({ length: 10 }, () => client.appointment.getHospitalDepartment(hospital)))
    expect([logins.length, calls.length]).toEqual([2, 20])
  })
})

test.each([400, 403, 404, 409, 429, 500, 503])('a call that is answered %d is not repeated', async (status) => {
  const { client, logins, calls } = await startMoph({ api: plain(status, 'no') })
  await rejection(client.appointment.getHospitalDepartment(hospital))
  expect([logins.length, calls.length]).toEqual([1, 1])
})
