import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { upstreams } from '../../../mocks/index.ts'
import { operationsOf } from '../../upstream/operation.ts'
import { ConflictError, ConnectionError, createMophClient, UnexpectedReplyError } from '../client/index.ts'
import { createMophMock } from './index.ts'

const cvp1 = 'https://cvp1.moph.go.th'
const account = { user: 'demo', password: 'Password-1', secretKey: '$moph-sandbox-test-key-cvp1', hospitalCode: '99999' }

const hash = () => createHmac('sha256', account.secretKey).update(account.password).digest('hex')
const loginAs = (user: string, host = 'cvp1.moph.go.th') =>
  `https://${host}/token?Action=get_moph_access_token&user=${user}&password_hash=${hash()}&hospital_code=99999`

/** What a HIS might have of its own: a login and a booking, with nothing but fetch and the real URLs. */
async function bookInHis(scheduleId: number, cid: string, gender: number | string = 1): Promise<number> {
  const login = await fetch(`${cvp1}/token?Action=get_moph_access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: account.user, password_hash: hash(), hospital_code: account.hospitalCode }),
  })
  const reply = await fetch(`${cvp1}/api/appointment/AppointmentSlot?Action=ConfirmAppointmentSlot`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await login.text()}` },
    body: JSON.stringify({
      hospital: { hospital_code: '99999', hospital_name: 'รพ.ทดสอบปลายทาง', system_identifier: 'HIS ABC v1.0' },
      person: { cid, prefix: 'นาย', first_name: 'ทดสอบ', last_name: 'ระบบ', gender, birth_date: '2000-01-01', mobile_phone: '080-0000001' },
      appointment: { hospital_code: '99999', schedule_id: scheduleId },
    }),
  })
  const { result, Message } = await reply.json()
  if (!reply.ok) throw new Error(Message)
  return result.hospital_appointment_slot_id
}

const cid = '1999900000021'

describe('the tests of a HIS, with MSW and no port', () => {
  const moph = createMophMock()
  const server = setupServer(...moph.handlers)
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => moph.reset())
  afterAll(async () => {
    server.close()
    await moph.close()
  })

  const findings = async () => {
    const { data = [] } = await moph.control.GET('/journal', { params: { query: { finding: 'any', limit: 1 } } })
    return data[0]?.findings ?? []
  }
  const client = () =>
    createMophClient({ baseUrls: { 'moph-account': cvp1, 'moph-appointment': cvp1 }, credentials: account, timeoutMs: 5_000 })

  it('books a slot at the real URL', async () => {
    const id = await bookInHis(999, cid)
    const { data } = await moph.control.GET('/dashboard/{hospital_code}/bookings', { params: { path: { hospital_code: '99999' } } })
    expect(data).toContainEqual(expect.objectContaining({ booking_id: id, schedule_id: 999 }))
    expect(await findings()).toEqual([])
  })

  it('tells in the journal what was wrong with a request', async () => {
    await expect(bookInHis(999, cid, 'ชาย')).rejects.toThrow('person.gender')
    expect(await findings()).toContainEqual(
      expect.objectContaining({ rule: 'schema/type', severity: 'error', pointer: '/body/person/gender', seen: '"ชาย"' }),
    )
  })

  it('forgets everything between two tests', async () => {
    await bookInHis(995, cid)
    await expect(bookInHis(995, '1999900000030')).rejects.toThrow('The schedule is full')
    await moph.reset()
    expect((await moph.control.GET('/journal')).data).toEqual([])
    await expect(bookInHis(995, '1999900000030')).resolves.toBeGreaterThan(0)
  })

  it('answers at every real host of every operation, agent and base paths included', async () => {
    const places = upstreams
      .flatMap(operationsOf)
      .flatMap(({ id, method, path, servers }) => servers.map(({ url }) => ({ id, method, url: `${url}${path}` })))
    for (const { id, method, url } of places) {
      const reply = await fetch(url.replaceAll(/\{\w+\}/g, '1999900000013'), { method })
      await reply.text()
      expect(reply.status, `${id} at ${url}`).toBeLessThan(502)
    }
    const { data = [] } = await moph.control.GET('/journal', { params: { query: { limit: 1000 } } })
    expect(data).toHaveLength(places.length)
  })

  it('answers the reference client at the real URL', async () => {
    const { appointment } = client()
    const departments = await appointment.getHospitalDepartment({ hospital_code: '99999' })
    expect(departments).toContainEqual({ department_id: 2, department_name: 'อายุรกรรม' })
    const held = { hospital_code: '99999', cid: '1999900000013', hospital_appointment_slot_id: 9997 }
    await expect(appointment.postponeAppointmentSlot({ ...held, schedule_id: 998 })).rejects.toBeInstanceOf(ConflictError)
    await expect(appointment.cancelAppointmentSlot(held)).resolves.toEqual({ hospital_appointment_slot_id: 9997 })
  })

  it('answers whatever host a spec names, and says what is not there', async () => {
    for (const host of ['cvp1.moph.go.th', 'fdh.moph.go.th', 'uat-fdh.inet.co.th']) {
      const login = await fetch(loginAs('nobody', host))
      expect([host, login.status, (await login.json()).MessageCode]).toEqual([host, 401, 401])
    }
    expect((await fetch(`${cvp1}/api/appointment/Appointments`)).status).toBe(404)
    expect((await findings())[0]?.hint.en).toContain('/api/appointment/Appointment')
  })

  it('breaks connections where a fault says so', async () => {
    await moph.control.POST('/faults', { body: { kind: 'reset', operation: 'confirmAppointmentSlot', executed: true, count: 1 } })
    await expect(bookInHis(999, cid)).rejects.toThrow('fetch failed')
    await expect(bookInHis(999, cid)).rejects.toThrow('already holds a booking')
  })

  it.each([
    ['reset', ConnectionError],
    ['truncated', UnexpectedReplyError],
    ['malformed', UnexpectedReplyError],
  ] as const)('shows the reference client the fault %s as a socket would', async (kind, kindOfError) => {
    await moph.control.POST('/faults', { body: { kind, operation: 'getHospitalDepartment' } })
    const error = await client()
      .appointment.getHospitalDepartment({ hospital_code: '99999' })
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(kindOfError)
  })

  it('cuts a body short for fetch too', async () => {
    await moph.control.POST('/faults', { body: { kind: 'truncated', operation: 'getMophAccessTokenByQuery' } })
    const reply = await fetch(loginAs('demo'))
    expect(reply.status).toBe(200)
    await expect(reply.text()).rejects.toThrow('terminated')
  })

  it('keeps a caller waiting where a fault says so', async () => {
    await moph.control.POST('/faults', { body: { kind: 'latency', latency_ms: 300, operation: 'getMophAccessTokenByQuery' } })
    await expect(fetch(loginAs('demo'), { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/)
    const started = performance.now()
    await fetch(loginAs('demo'))
    expect(performance.now() - started).toBeGreaterThan(290)
  })

  it('refuses a body over 1 MiB as the server does', async () => {
    const reply = await fetch(`${cvp1}/token?Action=get_moph_access_token`, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })
    expect(reply.status).toBe(413)
  })

  it('understands a HIS that uses the https module', async () => {
    const reply = await new Promise<string>((resolve, reject) => {
      https
        .request(`${cvp1}/api/appointment/Appointment?cid=${cid}`, (message) => text(message).then(resolve, reject))
        .on('error', reject)
        .end()
    })
    expect(JSON.parse(reply)).toMatchObject({ result: null, MessageCode: 401 })
  })

  it('throws what the control API refuses', async () => {
    const wrong = moph.control.POST('/faults', { body: { kind: 'reset', operation: 'confirmAppointment' } })
    await expect(wrong).rejects.toThrow(/refused POST .*\/faults with 404: .*unknown-operation/)
    await expect(moph.control.GET('/journal/live')).rejects.toThrow('needs a socket')
  })
})

describe('two mocks', () => {
  it('are two worlds', async () => {
    const [first, second] = [createMophMock({ world: 'empty' }), createMophMock()]
    onTestFinished(async () => {
      await first.close()
      await second.close()
    })
    expect((await first.control.GET('/people')).data).toEqual([])
    expect((await second.control.GET('/people')).data).not.toEqual([])
  })

  it('answer from the workspace they are told', async () => {
    const moph = createMophMock({ workspace: 'night-shift', world: 'empty' })
    const server = setupServer(...moph.handlers)
    server.listen()
    onTestFinished(async () => {
      server.close()
      await moph.close()
    })
    await expect(bookInHis(999, cid)).rejects.toThrow('no schedule')
    const { data } = await moph.control.GET('/status')
    expect(data?.workspace).toBe('night-shift')
    expect((await moph.control.GET('/journal')).data).toHaveLength(2)
    await moph.close()
    await expect(moph.control.GET('/status')).rejects.toThrow('closed')
  })
})

describe('docs/msw.md', () => {
  it('prints the example that is tested, docs/msw.example.test.ts', () => {
    expect(readFileSync('docs/msw.md', 'utf8')).toContain(`\`\`\`ts\n${readFileSync('docs/msw.example.test.ts', 'utf8')}\`\`\``)
  })
})
