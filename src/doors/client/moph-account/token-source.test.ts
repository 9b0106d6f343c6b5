import { expect, test } from 'vitest'
import { hour, startMoph, tokenUntil } from '../testing/moph.ts'
import { inTurn, plain } from '../testing/server.ts'

const start = Date.UTC(2026, 10, 21)
const department = { hospital_code: '99999' }

test.each([5, 12, 23])('a token of %d hours is used until 60 seconds before exp, then renewed', async (hours) => {
  let now = start
  const first = tokenUntil(start + hours * hour, 'first')
  const second = tokenUntil(start + 2 * hours * hour, 'second')
  const { client, logins, calls } = await startMoph({ login: inTurn(plain(200, first), plain(200, second)) }, { clock: () => now })

  await client.appointment.getHospitalDepartment(department)
  now = start + hours * hour - 60_001
  await client.appointment.getHospitalDepartment(department)
  expect(logins).toHaveLength(1)

  now = start + hours * hour - 60_000
  await client.appointment.getHospitalDepartment(department)
  expect(logins).toHaveLength(2)
  expect(calls.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${first}`, `Bearer ${first}`, `Bearer ${second}`])
})

test('a token that is about to expire when it comes is used once, not asked for in a loop', async () => {
  const { client, logins } = await startMoph({ login: plain(200, tokenUntil(start + 30_000)) }, { clock: () => start })
  await client.appointment.getHospitalDepartment(department)
  expect(logins).toHaveLength(1)
  await client.appointment.getHospitalDepartment(department)
  expect(logins).toHaveLength(2)
})

test('concurrent callers share one login', async () => {
  const login = plain(200, tokenUntil(Date.now() + hour))
  const { client, logins, calls } = await startMoph({ login: (response, request) => setTimeout(login, 50, response, request) })
  await Promise.all(Array.from({ length: 20 }, () => client.appointment.getHospitalDepartment(department)))
  expect([logins.length, calls.length]).toEqual([1, 20])
})

test('two clients log in separately', async () => {
  const one = await startMoph({})
  const other = await startMoph({})
  await Promise.all([one.client.account.token(), other.client.account.token()])
  expect([one.logins.length, other.logins.length]).toEqual([1, 1])
})
