import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { booking, TestHis } from '../../../fixtures/harness/appointment.ts'
import { rawExchange } from '../../../fixtures/harness/rawExchange.ts'
import { TestSandbox } from '../../../fixtures/harness/sandbox.ts'
import { storeKinds, type TestStore } from '../../../fixtures/harness/stores.ts'
import { magicCitizenId } from '../../../fixtures/worlds/magicFaults.ts'

const patient = magicCitizenId(5)
const schedules = { hospital_code: '99999', date: '2026-12-01' }

describe('a fault', () => {
  let sandbox: TestSandbox
  let token: string
  let his: TestHis

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    token = await sandbox.token()
    his = new TestHis(sandbox, token)
  })
  beforeEach(() => sandbox.control('POST', '/reset'))
  afterAll(() => sandbox.close())

  const add = async (fault: Record<string, unknown>) => {
    const { status, json } = await sandbox.control('POST', '/faults', fault)
    expect(status).toBe(201)
    return json as { id: number; hits: number }
  }
  const hits = async () => (await sandbox.control('GET', '/faults')).json.map((fault: { hits: number }) => fault.hits)
  const bookingsHeld = async () => (await his.appointments(patient)).json.result.appointments.length
  const newest = async () => (await sandbox.control('GET', '/journal?limit=1')).json[0]
  /** The bytes of a booking, and of what comes back. */
  const bookRaw = () => {
    const body = JSON.stringify(booking({ cid: patient }))
    const head = `POST /cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=ConfirmAppointmentSlot HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
    return rawExchange(sandbox.url, head + body)
  }

  describe('strikes', () => {
    it('every operation, until it is taken away', async () => {
      const { id } = await add({ kind: 'status' })
      expect((await his.slot('GetHospitalDepartment', { hospital_code: '99999' })).status).toBe(500)
      expect((await his.appointments(patient)).status).toBe(500)
      await expect(sandbox.token()).rejects.toThrow('500')
      await sandbox.control('DELETE', `/faults/${id}`)
      expect((await his.appointments(patient)).status).toBe(200)
      expect((await sandbox.control('DELETE', `/faults/${id}`)).status).toBe(404)
    })

    it('one operation', async () => {
      await add({ kind: 'status', operation: 'getAppointment' })
      expect((await his.slot('GetHospitalDepartment', { hospital_code: '99999' })).status).toBe(200)
      expect((await his.appointments(patient)).status).toBe(500)
    })

    it('one upstream', async () => {
      await add({ kind: 'status', upstream: 'moph-account' })
      expect((await his.appointments(patient)).status).toBe(200)
      await expect(sandbox.token()).rejects.toThrow('500')
    })

    it('so many times', async () => {
      await add({ kind: 'status', count: 2 })
      const statuses = []
      for (let call = 0; call < 4; call++) statuses.push((await his.appointments(patient)).status)
      expect(statuses).toEqual([500, 500, 200, 200])
      expect(await hits()).toEqual([2])
    })

    it('one after the other, the first first', async () => {
      await add({ kind: 'status', status: 503, count: 1 })
      await add({ kind: 'status', status: 429, count: 1 })
      const statuses = []
      for (let call = 0; call < 3; call++) statuses.push((await his.appointments(patient)).status)
      expect(statuses).toEqual([503, 429, 200])
    })

    it('neither a call that is malformed, nor one without a token, nor the control API', async () => {
      await add({ kind: 'status', count: 1 })
      expect((await his.appointments('12')).status).toBe(400)
      expect((await sandbox.send(`/cvp1.moph.go.th/api/appointment/Appointment?cid=${patient}`)).status).toBe(401)
      expect(await hits()).toEqual([0])
      expect((await his.appointments(patient)).status).toBe(500)
    })

    it('only in its own workspace', async () => {
      await sandbox.control('POST', '/workspaces', { name: 'other' })
      await add({ kind: 'status' })
      const elsewhere = await TestHis.logIn(sandbox, 'demo', '99999', '/w/other')
      expect((await elsewhere.appointments(patient)).status).toBe(200)
      await sandbox.control('DELETE', '/workspaces/other')
    })

    it('nothing that there is not', async () => {
      expect((await sandbox.control('POST', '/faults', { kind: 'status', operation: 'getAppointments' })).json.error.rule).toBe(
        'unknown-operation',
      )
      expect((await sandbox.control('POST', '/faults', { kind: 'status', upstream: 'moph' })).json.error.rule).toBe('unknown-operation')
      expect((await sandbox.control('POST', '/faults', { kind: 'explosion' })).status).toBe(400)
    })

    it('is not told who it is: id and hits are the sandbox’s', async () => {
      expect((await sandbox.control('POST', '/faults', { kind: 'reset', id: 7, hits: -5 })).status).toBe(400)
    })
  })

  describe('of kind', () => {
    it.each([429, 500, 503])('status answers %i in the form of its upstream, and nothing is done', async (status) => {
      await add({ kind: 'status', status, operation: 'confirmAppointmentSlot' })
      const reply = await his.book(999, patient)
      expect(reply.status).toBe(status)
      expect(reply.json).toMatchObject({ result: null, MessageCode: status })
      expect(await bookingsHeld()).toBe(0)
    })

    it('latency answers late, and the call is carried out', async () => {
      await add({ kind: 'latency', latency_ms: 300, operation: 'confirmAppointmentSlot' })
      const started = performance.now()
      expect((await his.book(999, patient)).status).toBe(200)
      expect(performance.now() - started).toBeGreaterThanOrEqual(295)
      expect(await bookingsHeld()).toBe(1)
    })

    it('latency carries the call out first: whoever gives up and looks it up finds it', async () => {
      await add({ kind: 'latency', latency_ms: 1500, operation: 'confirmAppointmentSlot' })
      const late = his.book(999, patient)
      await vi.waitFor(async () => expect(await bookingsHeld()).toBe(1), { timeout: 1400 })
      expect((await late).status).toBe(200)
    })

    it('latency, before, waits first: whoever gives up and looks it up finds nothing', async () => {
      await add({ kind: 'latency', before: true, latency_ms: 300, operation: 'confirmAppointmentSlot' })
      const late = his.book(999, patient)
      expect(await bookingsHeld()).toBe(0)
      expect((await late).status).toBe(200)
      expect(await bookingsHeld()).toBe(1)
    })

    it('reply plays what somebody has really seen', async () => {
      const seen = {
        status: 501,
        headers: { 'Content-Type': 'text/plain', 'X-Seen': 'yes', 'Content-Length': '3' },
        body: 'JWT Expire หมดอายุ',
      }
      await add({ kind: 'reply', operation: 'getAppointment', ...seen })
      const reply = await his.appointments(patient)
      expect(reply).toMatchObject({ status: 501, text: seen.body })
      expect(reply.headers).toMatchObject({ 'content-type': 'text/plain', 'x-seen': 'yes' })
    })

    it.each([{ 'x\r\ny': 'a' }, { x: 'a\r\nset-cookie: b' }, { x: 'ไทย' }])(
      'reply refuses headers that cannot be sent: %j',
      async (headers) => {
        expect((await sandbox.control('POST', '/faults', { kind: 'reply', headers })).status).toBe(400)
      },
    )

    it('status may say when to come again', async () => {
      await add({ kind: 'status', status: 503, headers: { 'Retry-After': '2' }, operation: 'getAppointment' })
      expect(await his.appointments(patient)).toMatchObject({ status: 503, headers: { 'retry-after': '2' } })
    })

    it('any, of what writes, lets reads through', async () => {
      await add({ kind: 'status', status: 503, effect: 'write' })
      expect((await his.appointments(patient)).status).toBe(200)
      expect((await his.book(999, patient)).status).toBe(503)
    })

    it('reset ends the connection with RST before a byte is sent, and nothing is done', async () => {
      await add({ kind: 'reset', operation: 'confirmAppointmentSlot' })
      expect(await bookRaw()).toEqual({ text: '', error: 'ECONNRESET' })
      expect(await newest()).toMatchObject({ fault: 'reset', reply: { broken: 'reset' } })
      expect(await bookingsHeld()).toBe(0)
    })

    it('reset, executed, loses only the answer: that is how double bookings come about', async () => {
      await add({ kind: 'reset', executed: true, operation: 'confirmAppointmentSlot' })
      expect(await bookRaw()).toEqual({ text: '', error: 'ECONNRESET' })
      expect(await bookingsHeld()).toBe(1)
    })

    it('status, executed, hides a refusal as well as a success', async () => {
      await add({ kind: 'status', status: 504, executed: true, operation: 'confirmAppointmentSlot' })
      expect((await his.book(999, patient)).status).toBe(504)
      expect(await bookingsHeld()).toBe(1)
      expect((await his.book(999, patient)).status).toBe(504)
      expect((await newest()).findings.map(({ rule }: { rule: string }) => rule)).toEqual(['moph-appointment/already-booked'])
    })

    it('truncated promises the whole body and stops half way; the call has been carried out', async () => {
      await add({ kind: 'truncated', operation: 'confirmAppointmentSlot' })
      const { text } = await bookRaw()
      const [head, body] = text.split('\r\n\r\n')
      const promised = Number(/content-length: (\d+)/i.exec(head!)![1])
      expect(head).toMatch(/^HTTP\/1.1 200 /)
      expect(Buffer.byteLength(body!)).toBe(Math.floor(promised / 2))
      expect(await bookingsHeld()).toBe(1)
    })

    it('truncated cuts a refusal too', async () => {
      await add({ kind: 'truncated', operation: 'cancelAppointmentSlot' })
      await expect(
        his.slot('CancelAppointmentSlot', { hospital_code: '99999', cid: patient, hospital_appointment_slot_id: 1 }),
      ).rejects.toThrow()
    })

    it('malformed says JSON and sends HTML; the call has been carried out', async () => {
      await add({ kind: 'malformed', operation: 'confirmAppointmentSlot' })
      const { status, headers, text, json } = await his.book(999, patient)
      expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
      expect(text).toMatch(/^<html>/)
      expect(json).toBeUndefined()
      expect(await bookingsHeld()).toBe(1)
    })

    it('expired-token answers as if the token had run out, and a login does not use it up', async () => {
      await add({ kind: 'expired-token', count: 1 })
      await sandbox.token()
      const { status, json } = await his.appointments(patient)
      expect(status).toBe(401)
      expect(json).toMatchObject({ result: null, MessageCode: 401 })
      expect(await newest()).toMatchObject({ fault: 'expired-token', findings: [{ rule: 'moph-appointment/token-expired' }] })
      expect((await his.appointments(patient)).status).toBe(200)
    })
  })

  describe('by probability', () => {
    /** Which of 60 calls a fault of probability 0.3 strikes in a new workspace. */
    async function strikes(seed: number): Promise<string> {
      const name = `seed-${seed}-${Math.round(performance.now() * 1000)}`
      await sandbox.control('POST', '/workspaces', { name, seed })
      const caller = await TestHis.logIn(sandbox, 'demo', '99999', `/w/${name}`)
      await sandbox.control('POST', '/faults', { kind: 'status', probability: 0.3 }, `/w/${name}`)
      let marks = ''
      for (let call = 0; call < 60; call++) marks += (await caller.appointments(patient)).status === 500 ? 'x' : '.'
      await sandbox.control('DELETE', `/workspaces/${name}`)
      return marks
    }

    it('strikes the same calls again with the same seed, and others with another', async () => {
      const once = await strikes(7)
      expect(await strikes(7)).toBe(once)
      expect(await strikes(8)).not.toBe(once)
      const struck = once.replaceAll('.', '').length
      expect(struck).toBeGreaterThan(6)
      expect(struck).toBeLessThan(32)
    })
  })

  it('is kept in a snapshot and gone after a reset', async () => {
    await add({ kind: 'status' })
    await sandbox.control('POST', '/snapshots', { name: 'broken' })
    await sandbox.control('POST', '/reset')
    expect((await his.slot('GetHospitalSlotByDate', schedules)).status).toBe(200)
    await sandbox.control('POST', '/snapshots/broken/restore')
    expect((await his.slot('GetHospitalSlotByDate', schedules)).status).toBe(500)
  })
})

describe.each(storeKinds.map((kind) => ({ ...kind, skipped: kind.missing !== undefined })))('a counted fault on $name', (kind) => {
  describe.skipIf(kind.skipped)(kind.missing ?? 'under 100 calls at once', () => {
    let store: TestStore
    let sandbox: TestSandbox

    beforeAll(async () => {
      store = await kind.make()
      sandbox = await TestSandbox.start(store.options)
    })
    afterAll(async () => {
      await sandbox?.close()
      await store?.remove()
    })

    it.each([{}, { probability: 0.9 }])('strikes exactly as often as it says %o', async (fault) => {
      await sandbox.control('DELETE', '/faults')
      const his = await TestHis.logIn(sandbox)
      await sandbox.control('POST', '/faults', { kind: 'status', status: 503, count: 37, ...fault })
      const replies = await Promise.all(Array.from({ length: 100 }, () => his.slot('GetHospitalSlotByDate', schedules)))
      expect(replies.filter(({ status }) => status === 503)).toHaveLength(37)
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(63)
      expect((await sandbox.control('GET', '/faults')).json).toMatchObject([{ hits: 37 }])
    })
  })
})
