import { createMophMock } from 'moph-sandbox/msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

// Your own code: it calls the real URLs and knows nothing of the sandbox.
async function bookSlot(token: string, cid: string, schedule_id: number) {
  const reply = await fetch('https://cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=ConfirmAppointmentSlot', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      hospital: { hospital_code: '99999', hospital_name: 'รพ.ทดสอบปลายทาง', system_identifier: 'HIS ABC v1.0' },
      person: {
        cid,
        prefix: 'นาย',
        first_name: 'ทดสอบ',
        last_name: 'ระบบ',
        gender: 1,
        birth_date: '2000-01-01',
        mobile_phone: '080-0000001',
      },
      appointment: { hospital_code: '99999', schedule_id },
    }),
  })
  const { result, Message } = await reply.json()
  if (!reply.ok) throw new Error(Message)
  return result.hospital_appointment_slot_id
}

const moph = createMophMock()
const server = setupServer(...moph.handlers)
let token: string

beforeAll(async () => {
  server.listen({ onUnhandledFrame: 'error' })
  const { data } = await moph.control.GET('/status')
  const { user, password_hash, hospital_code } = data!.accounts.find((account) => account.user === 'demo')!
  const login = await fetch('https://cvp1.moph.go.th/token?Action=get_moph_access_token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, password_hash, hospital_code }),
  })
  token = await login.text()
})
afterEach(() => moph.reset())
afterAll(async () => {
  server.close()
  await moph.close()
})

test('books a slot', async () => {
  expect(await bookSlot(token, '1999900000021', 999)).toBeGreaterThan(0)
})

test('tells the patient that the schedule is full', async () => {
  await expect(bookSlot(token, '1999900000030', 998)).rejects.toThrow('The schedule is full')
})

test('does not send a citizen id with dashes', async () => {
  await bookSlot(token, '1-9999-00000-02-1', 999).catch(() => {})
  const { data } = await moph.control.GET('/journal', { params: { query: { finding: 'error' } } })
  expect(data![0]!.findings).toContainEqual(expect.objectContaining({ pointer: '/body/person/cid', rule: 'schema/pattern' }))
})

test('survives a broken connection', async () => {
  await moph.control.POST('/faults', { body: { kind: 'reset', operation: 'confirmAppointmentSlot', count: 1 } })
  await expect(bookSlot(token, '1999900000021', 999)).rejects.toThrow('fetch failed')
})
