import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { type SandboxClient, TestSandbox } from '../../../fixtures/harness/sandbox.ts'
import { storeKinds, type TestStore } from '../../../fixtures/harness/stores.ts'
import { magicCitizenId } from '../../../fixtures/worlds/magicFaults.ts'

/** Someone whom MOPH-IC does not know, and whose number chooses no fault. */
const patient = magicCitizenId(1000)
const another = magicCitizenId(1001)
const sampleBooking = { hospital_code: '00000', cid: '0000000000000', hospital_appointment_slot_id: 9999 }

/** Whatever a sandbox keeps, it keeps in the same way in memory, in a folder and in PostgreSQL. */
describe.each(storeKinds.map((kind) => ({ ...kind, skipped: kind.missing !== undefined })))('a sandbox on $name', (kind) => {
  describe.skipIf(kind.skipped)(kind.missing ?? 'keeps its state', () => {
    let store: TestStore
    let sandbox: TestSandbox
    let his: TestHis

    beforeAll(async () => {
      store = await kind.make()
      sandbox = await TestSandbox.start(store.options)
      his = await TestHis.logIn(sandbox)
    })
    afterAll(async () => {
      await sandbox?.close()
      await store?.remove()
    })
    beforeEach(() => sandbox.control('POST', '/reset'))

    const scheduleOf = async (id: number, hospital = '99999') =>
      (await sandbox.control('GET', `/dashboard/${hospital}/schedules`)).json.find(
        ({ schedule_id }: { schedule_id: number }) => schedule_id === id,
      )

    it('says which kind it is', async () => {
      expect((await sandbox.control('GET', '/status')).json.store).toBe(kind.name)
    })

    it('books, moves and cancels, and counts the slots', async () => {
      const booked = await his.book(999, patient)
      expect(booked.json.result).toEqual({ hospital_appointment_slot_id: 8888 })
      expect(await scheduleOf(999)).toMatchObject({ slots: 999, booked: 1 })

      const held = { hospital_code: '99999', cid: patient, hospital_appointment_slot_id: 8888 }
      expect((await his.slot('PostponeAppointmentSlot', { ...held, schedule_id: 995 })).status).toBe(200)
      expect(await scheduleOf(999)).toMatchObject({ booked: 0 })
      expect(await scheduleOf(995)).toMatchObject({ booked: 1 })
      expect((await his.appointments(patient)).json.result.appointments).toMatchObject([{ hospital_appointment_slot_id: 8888 }])

      expect((await his.slot('CancelAppointmentSlot', held)).status).toBe(200)
      expect(await scheduleOf(995)).toMatchObject({ booked: 0 })
      expect((await his.appointments(patient)).json.result.appointments).toEqual([])
    })

    it('changes nothing for a call that it refuses', async () => {
      expect((await his.book(998, patient)).status).toBe(409)
      expect(await scheduleOf(998)).toMatchObject({ slots: 1, booked: 1 })
      const next = await his.book(999, patient)
      expect(next.json.result.hospital_appointment_slot_id).toBe(8888)
    })

    it('answers the same calls with the same bytes as in memory', async () => {
      const inMemory = await TestSandbox.start()
      try {
        expect(await transcript(sandbox)).toEqual(await transcript(inMemory))
      } finally {
        await inMemory.close()
      }
    })

    it.each([
      ['text with a NUL', { person: { first_name: 'a\0b' }, appointment: {} }],
      ['half a surrogate pair', { person: { first_name: 'a\ud800b' }, appointment: {} }],
      ['an emoji and Thai', { person: { first_name: '😀 ก้ำ' }, appointment: {} }],
      ['an id beyond four bytes', { person: {}, appointment: { schedule_id: 4_294_967_296 } }],
      ['an id beyond eight bytes', { person: {}, appointment: { schedule_id: 1e30 } }],
      ['a comment of 100,000 characters', { person: {}, appointment: { comment: 'ก'.repeat(100_000) } }],
    ])('is never out of order because of %s', async (_what, { person, appointment }) => {
      const reply = await his.confirm({
        hospital: { hospital_code: '00000', hospital_name: 'รพ. ทดสอบระบบ', system_identifier: 'HIS ABC v1.0' },
        person: {
          cid: patient,
          prefix: 'นาย',
          first_name: 'ทดสอบ',
          last_name: 'ระบบ',
          gender: 1,
          birth_date: '2000-01-01',
          mobile_phone: '0800000000',
          ...person,
        },
        appointment: { hospital_code: '99999', schedule_id: 999, ...appointment },
      })
      expect(reply.status).toBeLessThan(500)
      expect(reply.json).toMatchObject({ MessageCode: reply.status })
    })

    it.each([4_294_967_296, 1e21])('knows no booking %d, and says so', async (id) => {
      const reply = await his.slot('CancelAppointmentSlot', { ...sampleBooking, hospital_appointment_slot_id: id })
      expect([400, 404]).toContain(reply.status)
    })

    it('is as on the first day after a reset', async () => {
      const before = await visibleWorld(sandbox)
      await his.book(999, patient)
      await his.slot('CancelAppointmentSlot', sampleBooking)
      await sandbox.control('PATCH', '/switches', { 'moph-appointment': { error_form: 'text' } })
      await sandbox.control('POST', '/faults', { kind: 'status', status: 503 })
      await sandbox.control('POST', '/clock/advance', { hours: 1 })
      await sandbox.control('PATCH', '/accounts/cvp1/demo', { suspended: true })
      expect(await visibleWorld(sandbox)).not.toEqual(before)

      expect((await sandbox.control('POST', '/reset')).status).toBe(200)
      expect(await visibleWorld(sandbox)).toEqual(before)
      expect((await sandbox.control('GET', '/journal')).json).toEqual([])
      expect((await sandbox.control('GET', '/clock')).json).toMatchObject({ mode: 'running' })
      expect((await his.book(999, patient)).json.result.hospital_appointment_slot_id).toBe(8888)
    })

    it('restores what it took a snapshot of, as often as asked', async () => {
      await sandbox.control('PUT', '/clock', { mode: 'frozen', now: '2026-12-01T09:00:00+07:00' })
      const today = await TestHis.logIn(sandbox)
      await today.book(999, patient)
      const taken = await visibleWorld(sandbox)
      expect((await sandbox.control('POST', '/snapshots', { name: 'booked' })).status).toBe(201)

      for (const _again of [1, 2]) {
        await today.slot('CancelAppointmentSlot', { hospital_code: '99999', cid: patient, hospital_appointment_slot_id: 8888 })
        expect((await today.book(999, another)).json.result.hospital_appointment_slot_id).toBe(8889)
        await sandbox.control('POST', '/clock/advance', { hours: 1 })
        expect(await visibleWorld(sandbox)).not.toEqual(taken)
        expect((await sandbox.control('POST', '/snapshots/booked/restore')).status).toBe(200)
        expect(await visibleWorld(sandbox)).toEqual(taken)
        expect((await sandbox.control('GET', '/clock')).json.now).toBe('2026-12-01T02:00:00.000Z')
      }
      expect((await sandbox.control('GET', '/snapshots')).json).toMatchObject([{ name: 'booked', taken_at: '2026-12-01T02:00:00.000Z' }])
      expect((await sandbox.control('DELETE', '/snapshots/booked')).status).toBe(204)
      expect((await sandbox.control('POST', '/snapshots/booked/restore')).status).toBe(404)
    })

    it('goes on with the journal after a snapshot is restored', async () => {
      await his.book(999, patient)
      await sandbox.control('POST', '/snapshots', { name: 'early' })
      for (let call = 0; call < 5; call++) await his.appointments(patient)
      await sandbox.control('GET', '/journal')
      await sandbox.control('POST', '/snapshots/early/restore')
      await sandbox.control('DELETE', '/snapshots/early')
      await his.slot('GetHospitalDepartment', { hospital_code: '99999' })

      const journal = (await sandbox.control('GET', '/journal')).json
      expect(journal.map(({ operation }: { operation: string }) => operation)).toEqual([
        'getHospitalDepartment',
        ...Array(5).fill('getAppointment'),
        'confirmAppointmentSlot',
      ])
      expect(new Set(journal.map(({ id }: { id: number }) => id)).size).toBe(7)
    })

    it('finds exchanges in the journal by operation, finding and time', async () => {
      await his.book(999, patient)
      await his.book(999, patient)
      await his.slot('GetHospitalDepartment', { hospital_code: '123456' })
      const find = async (query: string) => (await sandbox.control('GET', `/journal?${query}`)).json
      expect(await find('operation=confirmAppointmentSlot')).toHaveLength(2)
      expect(await find('finding=already-booked')).toMatchObject([{ operation: 'confirmAppointmentSlot', reply: { status: 409 } }])
      expect(await find('finding=error')).toMatchObject([{ operation: 'getHospitalDepartment' }])
      expect(await find('limit=1')).toMatchObject([{ operation: 'getHospitalDepartment' }])
      expect(await find('from=2100-01-01T00:00:00Z')).toEqual([])
      const [{ id }] = await find('limit=1')
      expect((await sandbox.control('GET', `/journal/${id}`)).json).toMatchObject({ id, operation: 'getHospitalDepartment' })
      expect((await sandbox.control('DELETE', '/journal')).status).toBe(204)
      expect(await find('limit=1')).toEqual([])
    })

    it('follows the journal live, through a reset as well', async () => {
      const events = await follow(sandbox)
      await his.slot('GetHospitalDepartment', { hospital_code: '99999' })
      await his.book(999, patient)
      expect(await events.next()).toMatchObject({ operation: 'getHospitalDepartment' })
      expect(await events.next()).toMatchObject({ operation: 'confirmAppointmentSlot' })
      await sandbox.control('POST', '/reset')
      await his.appointments(patient)
      expect(await events.next()).toMatchObject({ operation: 'getAppointment' })
      events.end()
    })

    it('counts a fault down, also when many calls come at once', async () => {
      await sandbox.control('POST', '/faults', { kind: 'status', status: 503, operation: 'getAppointment', count: 3 })
      const replies = await Promise.all(Array.from({ length: 20 }, () => his.appointments(patient)))
      expect(replies.filter(({ status }) => status === 503)).toHaveLength(3)
      expect((await sandbox.control('GET', '/faults')).json).toMatchObject([{ count: 3, hits: 3 }])
    })

    it('draws the same chances from the same seed', async () => {
      const draw = async () => {
        await sandbox.control('POST', '/reset')
        await sandbox.control('POST', '/faults', { kind: 'status', status: 503, operation: 'getAppointment', probability: 0.5 })
        const statuses: number[] = []
        for (let call = 0; call < 20; call++) statuses.push((await his.appointments(patient)).status)
        return statuses
      }
      const first = await draw()
      expect(new Set(first)).toEqual(new Set([200, 503]))
      expect(await draw()).toEqual(first)
    })

    it('loses no change that is made at the same moment as another', async () => {
      await Promise.all([
        ...Array.from({ length: 10 }, () => sandbox.control('POST', '/clock/advance', { days: 1 })),
        sandbox.control('PATCH', '/switches', { 'moph-account': { token_form: 'quoted' } }),
        sandbox.control('PATCH', '/switches', { 'moph-appointment': { error_form: 'text' } }),
        sandbox.control('PATCH', '/switches', { 'moph-account': { algorithm: 'HS256' } }),
        ...Array.from({ length: 10 }, () => sandbox.control('POST', '/faults', { kind: 'latency', latency_ms: 1 })),
      ])
      const { json: clock } = await sandbox.control('GET', '/clock')
      expect(Date.parse(clock.now) - Date.now()).toBeGreaterThan(9.9 * 86_400_000)
      expect((await sandbox.control('GET', '/switches')).json).toMatchObject({
        'moph-account': { token_form: 'quoted', algorithm: 'HS256' },
        'moph-appointment': { error_form: 'text' },
      })
      const { json: faults } = await sandbox.control('GET', '/faults')
      expect(new Set(faults.map(({ id }: { id: number }) => id)).size).toBe(10)
    })

    it('begins each new day once, whichever of many calls comes first', async () => {
      await sandbox.control('PUT', '/clock', { mode: 'frozen', now: '2030-01-01T09:00:00+07:00' })
      const { json } = await his.slot('GetHospitalSlotByDate', { hospital_code: '99999', date: '2030-01-05' }).then(async (expired) => {
        expect(expired.status).toBe(401)
        const today = await TestHis.logIn(sandbox)
        await Promise.all(Array.from({ length: 10 }, () => today.appointments(patient)))
        return today.slot('GetHospitalSlotByDate', { hospital_code: '99999', date: '2030-01-05' })
      })
      // Two rooms, three times: a day begun twice would have twelve.
      expect(json.result).toHaveLength(6)
    })

    it('locks an account after five wrong passwords, although they come all at once', async () => {
      const body = { user: 'demo', password_hash: '0'.repeat(64), hospital_code: '99999' }
      const login = () => sandbox.send('/cvp1.moph.go.th/token?Action=get_moph_access_token', { method: 'POST', body })
      await Promise.all(Array.from({ length: 5 }, login))
      expect((await sandbox.control('GET', '/accounts/cvp1/demo')).json).toMatchObject({
        failures: 5,
        locked_until: expect.stringMatching(/T/),
      })
    })

    describe('with workspaces', () => {
      const name = 'team-a'
      const at = `/w/${name}`
      beforeEach(async () => {
        await sandbox.control('DELETE', `/workspaces/${name}`)
      })

      it('makes one, lists it and deletes it', async () => {
        const made = await sandbox.control('POST', '/workspaces', { name })
        expect(made).toMatchObject({ status: 201, json: { name, world: 'demo', url: `${sandbox.url}${at}` } })
        expect((await sandbox.control('GET', '/workspaces')).json).toMatchObject([{ name: 'default' }, { name }])
        expect((await sandbox.control('GET', '/clock', undefined, at)).status).toBe(200)

        expect((await sandbox.control('DELETE', `/workspaces/${name}`)).status).toBe(204)
        expect((await sandbox.control('GET', '/workspaces')).json).toMatchObject([{ name: 'default' }])
        expect((await sandbox.control('GET', '/clock', undefined, at)).status).toBe(404)
        expect((await sandbox.control('DELETE', `/workspaces/${name}`)).status).toBe(404)
      })

      it('makes it once, although it is asked for many times at once', async () => {
        const replies = await Promise.all(Array.from({ length: 5 }, () => sandbox.control('POST', '/workspaces', { name })))
        expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
      })

      it('makes a new world under a name that was deleted', async () => {
        await sandbox.control('POST', '/workspaces', { name })
        const theirs = await TestHis.logIn(sandbox, 'demo', '99999', at)
        await theirs.book(999, patient)
        await sandbox.control('DELETE', `/workspaces/${name}`)
        await sandbox.control('POST', '/workspaces', { name, world: 'empty' })
        expect((await theirs.book(999, patient)).status).toBe(404)
        expect((await sandbox.control('GET', '/journal', undefined, at)).json).toHaveLength(1)
      })

      it('keeps bookings, ids, clock, switches, faults, accounts and journal of each apart', async () => {
        const untouched = await visibleWorld(sandbox)
        await sandbox.control('POST', '/workspaces', { name, now: '2027-03-01T08:00:00+07:00', seed: 7 })
        const theirs = await TestHis.logIn(sandbox, 'demo', '99999', at)
        await theirs.book(999, patient)
        await sandbox.control('PATCH', '/switches', { 'moph-appointment': { error_form: 'text' } }, at)
        await sandbox.control('POST', '/faults', { kind: 'status', status: 503, count: 1 }, at)
        await sandbox.control('PATCH', '/accounts/cvp1/demo', { suspended: true }, at)
        await sandbox.control('POST', '/snapshots', { name: 'theirs' }, at)

        expect(await visibleWorld(sandbox)).toEqual(untouched)
        expect((await sandbox.control('GET', '/journal')).json).toEqual([])
        expect((await sandbox.control('GET', '/snapshots')).json).not.toContainEqual(expect.objectContaining({ name: 'theirs' }))
        expect((await sandbox.control('GET', '/clock', undefined, at)).json).toMatchObject({ mode: 'frozen', today: '2027-03-01' })
        expect((await his.book(999, patient)).json.result.hospital_appointment_slot_id).toBe(8888)
        await sandbox.control('POST', '/reset')
        expect((await sandbox.control('GET', '/dashboard/99999/bookings?schedule_id=999', undefined, at)).json).toHaveLength(1)
      })

      it('deletes one under the calls that it is answering: 404 from then on, never out of order', async () => {
        await sandbox.control('POST', '/workspaces', { name })
        const theirs = await TestHis.logIn(sandbox, 'demo', '99999', at)
        const calls = Array.from({ length: 60 }, (_, n) => theirs.book(999, magicCitizenId(2000 + n)))
        const deleted = sandbox.control('DELETE', `/workspaces/${name}`)
        const statuses = new Set((await Promise.all(calls)).map(({ status }) => status))
        expect((await deleted).status).toBe(204)
        expect([...statuses].filter((status) => status !== 200 && status !== 404)).toEqual([])
        expect((await theirs.book(999, patient)).status).toBe(404)
      })
    })

    if (kind.name !== 'memory') {
      it('finds everything again after a restart', async () => {
        await his.book(999, patient)
        await sandbox.control('PUT', '/clock', { mode: 'frozen', now: '2026-12-01T09:00:00+07:00' })
        await sandbox.control('POST', '/workspaces', { name: 'kept', now: '2027-03-01T08:00:00+07:00' })
        const before = await visibleWorld(sandbox)
        await sandbox.close()
        sandbox = await TestSandbox.start(store.options)
        his = await TestHis.logIn(sandbox)
        expect(await visibleWorld(sandbox)).toEqual(before)
        expect((await sandbox.control('GET', '/journal?operation=confirmAppointmentSlot')).json).toHaveLength(1)
        const first = await Promise.all(Array.from({ length: 5 }, () => sandbox.control('GET', '/clock', undefined, '/w/kept')))
        expect(new Set(first.map(({ json }) => json.today))).toEqual(new Set(['2027-03-01']))
        await sandbox.send('/w/kept/cvp1.moph.go.th/nowhere')
        expect((await sandbox.control('GET', '/journal', undefined, '/w/kept')).json).toHaveLength(1)
        await sandbox.control('DELETE', '/workspaces/kept')
      })
    }
  })
})

/** Everything of a workspace that the control API shows, but the running clock. */
async function visibleWorld(sandbox: SandboxClient) {
  const paths = [
    '/switches',
    '/faults',
    '/keys',
    '/accounts',
    '/groups',
    '/hospitals',
    '/people',
    ...['00000', '99999'].flatMap((hospital) =>
      ['departments', 'rooms', 'time-ranges', 'schedules', 'bookings'].map((what) => `/dashboard/${hospital}/${what}`),
    ),
  ]
  const world: Record<string, unknown> = {}
  for (const path of paths) {
    const { status, json } = await sandbox.control('GET', path)
    expect(status, path).toBe(200)
    // A world whose demo account is locked for 15 minutes from its making says when; the rest is the same in each.
    world[path] = path === '/accounts' ? json.map((account: object) => ({ ...account, locked_until: undefined })) : json
  }
  return world
}

/** A day at the hospital in a workspace of its own whose clock stands still, as `status body` of each call. */
async function transcript(sandbox: SandboxClient): Promise<string[]> {
  const name = 'transcript'
  await sandbox.control('DELETE', `/workspaces/${name}`)
  await sandbox.control('POST', '/workspaces', { name, now: '2026-12-01T09:00:00+07:00', seed: 5 })
  const at = `/w/${name}`
  const token = await sandbox.token('demo-group', { workspace: at })
  const his = new TestHis(sandbox, token, at)
  const held = { hospital_code: '99999', cid: patient, hospital_appointment_slot_id: 8888 }
  const calls = [
    () => his.slot('GetHospitalDepartment', { hospital_code: '99999' }),
    () => his.slot('GetHospitalRoom', { hospital_code: '99999' }),
    () => his.slot('GetHospitalSlotGroupByProvince', { date_start: '2026-12-01', date_finish: '2026-12-31' }),
    () => his.slot('GetHospitalSlotByMonth', { hospital_code: '99999', year: 2026, month: 12 }),
    () => his.slot('GetHospitalSlotByDate', { hospital_code: '99999', date: '2026-12-08' }),
    () => his.book(999, patient),
    () => his.book(999, another),
    () => his.book(994, patient),
    () => his.book(999, patient),
    () => his.book(998, patient),
    () => his.book(1, patient),
    () => his.appointments(patient),
    () => his.slot('PostponeAppointmentSlot', { ...held, schedule_id: 995 }),
    () => his.slot('GetHospitalSlotConfirmByDate', { hospital_code: '99999', date: '2026-12-08' }),
    () => his.slot('CancelAppointmentSlot', held),
    () => his.slot('CancelAppointmentSlot', held),
    () => his.appointments(patient),
    () => his.slot('GetHospitalSlotByDate', { hospital_code: '99999', date: '2026-12-08' }),
    () => sandbox.control('PUT', '/groups/b', { roles: [{ code: 'MOPH_CLAIM', level: 1 }] }, at),
    () => sandbox.control('PUT', '/groups/B', { roles: [{ code: 'MOPH_CLAIM_API', level: 2 }] }, at),
    () => sandbox.control('PUT', '/groups/_a', { roles: ['A_B', 'AA', 'A0'].map((code) => ({ code, level: 1 })) }, at),
    () => sandbox.control('GET', '/groups', undefined, at),
    () => sandbox.control('GET', '/accounts', undefined, at),
    () => sandbox.control('PATCH', '/accounts/cvp1/demo', { groups: ['b', '_a', 'B'] }, at),
    () => sandbox.control('POST', '/snapshots', { name: 'x' }, at),
    () => sandbox.control('POST', '/snapshots', { name: 'a' }, at),
    () => sandbox.control('GET', '/snapshots', undefined, at),
    () => sandbox.control('GET', '/dashboard/99999/bookings', undefined, at),
    () => sandbox.control('GET', '/dashboard/99999/schedules', undefined, at),
    () => sandbox.control('POST', '/clock/advance', { days: 8 }, at),
    () => sandbox.control('GET', '/dashboard/99999/schedules', undefined, at),
  ]
  const lines = [token]
  for (const call of calls) {
    const { status, text } = await call()
    lines.push(`${status} ${text.replace(/"(processing_ms|processing_time_ms)":[\d.]+/, '"$1":0')}`)
  }
  await sandbox.control('DELETE', `/workspaces/${name}`)
  return lines
}

/** The live journal, an exchange at a time. */
async function follow(sandbox: SandboxClient) {
  const ended = new AbortController()
  const reply = await fetch(`${sandbox.url}/control/journal/live`, { signal: ended.signal })
  const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const nextEvent = async () => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end < 0) {
        const { value, done } = await reader.read()
        if (done) throw new Error('The live journal ended')
        text += value
        continue
      }
      const event = text.slice(0, end)
      text = text.slice(end + 2)
      const data = event.split('\n').find((line) => line.startsWith('data: '))
      if (data) return JSON.parse(data.slice('data: '.length))
      return undefined
    }
  }
  // The first says only that the stream is open.
  await nextEvent()
  return { next: nextEvent, end: () => ended.abort() }
}
