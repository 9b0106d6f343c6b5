import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { dmhtAdmission } from '../../../fixtures/harness/claim.ts'
import { SpawnedSandbox } from '../../../fixtures/harness/spawned.ts'
import { postgres, type TestStore } from '../../../fixtures/harness/stores.ts'
import { magicCitizenId } from '../../../fixtures/worlds/magicFaults.ts'

const citizen = (n: number) => magicCitizenId(10_000 + n)

describe.skipIf(postgres.missing)('two processes on one PostgreSQL', () => {
  let store: TestStore
  let one: SpawnedSandbox
  let other: SpawnedSandbox

  beforeAll(async () => {
    store = await postgres.make()
    // Both find an empty database and make its world at the same moment: one does, and the other waits for it.
    ;[one, other] = await Promise.all([
      SpawnedSandbox.start(['--store', store.options.store!]),
      SpawnedSandbox.start(['--store', store.options.store!]),
    ])
  })
  afterAll(async () => {
    await Promise.all([one?.close(), other?.close()])
    await store?.remove()
  })
  beforeEach(async () => {
    // Writes out what the other one still had to say about the test before.
    await other.control('GET', '/journal')
    await one.control('POST', '/reset')
  })

  it('give out one sequence of bookings', async () => {
    const here = await TestHis.logIn(one)
    const there = await TestHis.logIn(other)
    const ids = []
    for (let n = 0; n < 6; n++) ids.push((await (n % 2 ? here : there).book(999, citizen(n))).json.result.hospital_appointment_slot_id)
    expect(ids).toEqual([8888, 8889, 8890, 8891, 8892, 8893])
    expect((await there.appointments(citizen(1))).json.result.appointments).toHaveLength(1)
  })

  it('take the tokens of each other', async () => {
    const there = new TestHis(other, await one.token())
    expect((await there.slot('GetHospitalDepartment', { hospital_code: '99999' })).status).toBe(200)
  })

  it('see at the next call what the other changed: clock, switches, keys, accounts, revoked tokens', async () => {
    const here = await TestHis.logIn(one)
    await other.control('PUT', '/clock', { mode: 'frozen', now: '2026-12-01T09:00:00+07:00' })
    expect((await one.control('GET', '/clock')).json).toMatchObject({ mode: 'frozen', today: '2026-12-01' })
    await other.control('PUT', '/clock', { mode: 'running' })

    await other.control('PATCH', '/switches', { 'moph-appointment': { error_form: 'text' } })
    expect((await here.book(998, citizen(0))).headers['content-type']).toMatch('text/plain')

    await other.control('POST', '/accounts/cvp1/demo/revoke')
    expect((await here.appointments(citizen(0))).status).toBe(401)
    await other.control('PATCH', '/accounts/cvp1/demo', { suspended: true })
    await expect(one.token()).rejects.toThrow('403')
    await other.control('PATCH', '/accounts/cvp1/demo', { suspended: false })

    await other.control('PATCH', '/keys', { cvp1: 'another-key' })
    await expect(one.token()).rejects.toThrow('401')
  })

  it('see the very next call after each change, however often one changes what the other has just read', async () => {
    await other.control('PUT', '/clock', { mode: 'frozen', now: '2030-01-01T09:00:00+07:00' })
    for (let round = 1; round <= 15; round++) {
      await other.control('POST', '/clock/advance', { days: 1 })
      expect((await one.control('GET', '/clock')).json).toMatchObject({ today: `2030-01-${String(round + 1).padStart(2, '0')}` })

      const [here, there] = [await TestHis.logIn(one), await TestHis.logIn(other)]
      const form = round % 2 ? 'text' : 'envelope'
      await one.control('PATCH', '/switches', { 'moph-appointment': { error_form: form } })
      const refused = await there.book(-round, citizen(0))
      expect(refused.headers['content-type']).toMatch(form === 'text' ? 'text/plain' : 'application/json')

      const { json: fault } = await other.control('POST', '/faults', { kind: 'status', status: 503, operation: 'getAppointment' })
      expect((await here.appointments(citizen(0))).status).toBe(503)
      await one.control('DELETE', `/faults/${fault.id}`)
      expect((await there.appointments(citizen(0))).status).toBe(200)
    }
  })

  it('see a setting that was put back by a reset or a restored snapshot', async () => {
    await one.control('POST', '/snapshots', { name: 'before' })
    const frozen = { mode: 'frozen', now: '2030-01-01T09:00:00+07:00' }
    for (const back of ['/reset', '/snapshots/before/restore']) {
      await other.control('PUT', '/clock', frozen)
      expect((await one.control('GET', '/clock')).json).toMatchObject({ mode: 'frozen' })
      await one.control('POST', back)
      expect((await other.control('GET', '/clock')).json).toMatchObject({ mode: 'running' })
    }
  })

  it('carry out at the next call what the other has put on the agenda and let come due', async () => {
    await one.control('PUT', '/clock', { mode: 'frozen', now: '2030-01-01T09:00:00+07:00' })
    const base = '/claim-nhso.moph.go.th/api/v1/opd'
    for (let round = 1; round <= 5; round++) {
      const headers = { authorization: `Bearer ${await one.token('moph-test', { issuer: 'fdh' })}` }
      const sent = await one.send(`${base}/service-admissions/dmht`, { method: 'POST', headers, body: dmhtAdmission(`300101-000${round}`) })
      const { transaction_uid } = sent.json.data
      const status = async (sandbox: SpawnedSandbox) =>
        (await sandbox.send(`${base}/service-transactions/${transaction_uid}/status`, { headers })).json.data.status
      expect(await status(other)).toBe('received')
      await one.control('POST', '/clock/advance', { minutes: 10 })
      expect(await status(other)).not.toBe('received')
    }
  })

  it('count one fault down together', async () => {
    const his = [await TestHis.logIn(one), await TestHis.logIn(other)]
    await one.control('POST', '/faults', { kind: 'status', status: 503, operation: 'getAppointment', count: 5 })
    const replies = await Promise.all(Array.from({ length: 60 }, (_, n) => his[n % 2]!.appointments(citizen(0))))
    expect(replies.filter(({ status }) => status === 503)).toHaveLength(5)
    expect((await other.control('GET', '/faults')).json).toMatchObject([{ hits: 5 }])
  })

  it('lock an account after five wrong passwords in all', async () => {
    const body = { user: 'demo', password_hash: '0'.repeat(64), hospital_code: '99999' }
    const wrong = (sandbox: SpawnedSandbox) => sandbox.send('/cvp1.moph.go.th/token?Action=get_moph_access_token', { method: 'POST', body })
    await Promise.all([wrong(one), wrong(other), wrong(one), wrong(other), wrong(one)])
    await expect(other.token()).rejects.toThrow('401')
    expect((await one.control('GET', '/accounts/cvp1/demo')).json).toMatchObject({ failures: 5 })
  })

  it('keep one journal, in one order, readable from either', async () => {
    const his = [await TestHis.logIn(one), await TestHis.logIn(other)]
    await Promise.all(Array.from({ length: 40 }, (_, n) => his[n % 2]!.appointments(citizen(n))))
    // A process writes its own last exchanges out before it answers; the other's are there 100 ms later at most.
    await one.control('GET', '/journal')
    await other.control('GET', '/journal')
    const read = async (sandbox: SpawnedSandbox) => (await sandbox.control('GET', '/journal')).json.map(({ id }: { id: number }) => id)
    const ids = await read(one)
    expect(ids).toEqual(Array.from({ length: 42 }, (_, n) => 42 - n))
    expect(await read(other)).toEqual(ids)
    const { json: found } = await other.control('GET', `/journal/${ids[0]}`)
    expect(found).toMatchObject({ id: ids[0], operation: 'getAppointment' })
  })

  it('tell followers of the journal what the other answered', async () => {
    const ended = new AbortController()
    const live = await fetch(`${one.url}/control/journal/live`, { signal: ended.signal })
    const reader = live.body!.pipeThrough(new TextDecoderStream()).getReader()
    await reader.read()
    await TestHis.logIn(other)
    let text = ''
    while (!text.includes('getMophAccessToken')) text += (await reader.read()).value
    ended.abort()
  })

  it('share workspaces: made in one, used in the other, deleted in one, gone in the other', async () => {
    const at = '/w/shared'
    expect((await one.control('POST', '/workspaces', { name: 'shared' })).status).toBe(201)
    expect((await other.control('POST', '/workspaces', { name: 'shared' })).status).toBe(409)
    const here = await TestHis.logIn(one, 'demo', '99999', at)
    const there = await TestHis.logIn(other, 'demo', '99999', at)
    expect((await there.book(999, citizen(0))).status).toBe(200)
    expect((await here.appointments(citizen(0))).json.result.appointments).toHaveLength(1)

    expect((await other.control('DELETE', '/workspaces/shared')).status).toBe(204)
    expect((await here.appointments(citizen(0))).status).toBe(404)
    expect((await one.control('GET', '/clock', undefined, at)).status).toBe(404)
    expect((await one.control('DELETE', '/workspaces/shared')).status).toBe(404)
    expect((await one.control('GET', '/workspaces')).json).toMatchObject([{ name: 'default' }])

    // Under the same name a new one, made by the process that still remembered the old one.
    expect((await one.control('POST', '/workspaces', { name: 'shared', world: 'empty' })).status).toBe(201)
    expect((await there.book(999, citizen(0))).status).toBe(404)
    expect((await other.control('GET', '/workspaces')).json).toMatchObject([{ name: 'default' }, { name: 'shared', world: 'empty' }])
    await other.control('DELETE', '/workspaces/shared')
  })

  it('make a workspace once, although both are asked for it at once', async () => {
    const replies = await Promise.all([one, other, one, other].map((sandbox) => sandbox.control('POST', '/workspaces', { name: 'race' })))
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    await one.control('DELETE', '/workspaces/race')
  })

  it('begin each new day once', async () => {
    await one.control('PUT', '/clock', { mode: 'frozen', now: '2030-01-01T23:59:00+07:00' })
    await one.control('POST', '/clock/advance', { days: 1 })
    for (let day = 0; day < 3; day++) {
      await one.control('POST', '/clock/advance', { days: 1 })
      await Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 ? one : other).control('GET', '/clock')))
    }
    const { json: schedules } = await other.control('GET', '/dashboard/99999/schedules?date=2030-01-31')
    expect(schedules).toHaveLength(6)
  })

  it.each(['reset', 'restore'] as const)(
    'keep a whole world through a %s in one while the other goes on booking',
    { timeout: 60_000 },
    async (how) => {
      const there = await TestHis.logIn(other)
      await there.book(999, citizen(0))
      await one.control('POST', '/snapshots', { name: 'kept' })
      let over = false
      let n = 100
      const statuses = new Set<number>()
      const writer = async () => {
        while (!over) {
          const reply = await there.book(999, citizen(n++))
          statuses.add(reply.status)
        }
      }
      const writers = Array.from({ length: 6 }, writer)
      for (let round = 0; round < 8; round++) {
        const reply = await one.control('POST', how === 'reset' ? '/reset' : '/snapshots/kept/restore')
        expect(reply.status).toBe(200)
      }
      over = true
      await Promise.all(writers)

      expect([...statuses]).toEqual([200])
      const { json: bookings } = await one.control('GET', '/dashboard/99999/bookings?schedule_id=999')
      const { json: schedules } = await one.control('GET', '/dashboard/99999/schedules')
      expect(schedules.find(({ schedule_id }: { schedule_id: number }) => schedule_id === 999).booked).toBe(bookings.length)
      expect(new Set(bookings.map(({ queue_no }: { queue_no: string }) => queue_no)).size).toBe(bookings.length)
    },
  )

  it('take a snapshot of one moment, although the other goes on booking', { timeout: 60_000 }, async () => {
    const there = await TestHis.logIn(other)
    let over = false
    let n = 100
    const writer = async () => {
      while (!over) await there.book(999, citizen(n++))
    }
    const writers = Array.from({ length: 6 }, writer)
    for (let round = 0; round < 10; round++) expect((await one.control('POST', '/snapshots', { name: `s${round}` })).status).toBe(201)
    over = true
    await Promise.all(writers)

    for (let round = 0; round < 10; round++) {
      await one.control('POST', `/snapshots/s${round}/restore`)
      const { json: bookings } = await other.control('GET', '/dashboard/99999/bookings?schedule_id=999')
      const { json: schedules } = await other.control('GET', '/dashboard/99999/schedules')
      expect(schedules.find(({ schedule_id }: { schedule_id: number }) => schedule_id === 999).booked).toBe(bookings.length)
    }
  })
})
