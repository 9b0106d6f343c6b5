import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { bangkokDay, TestHis } from '../../../fixtures/harness/appointment.ts'
import { until } from '../../../fixtures/harness/sandbox.ts'
import { Cli, SpawnedSandbox } from '../../../fixtures/harness/spawned.ts'
import { postgres, storeKinds } from '../../../fixtures/harness/stores.ts'
import { magicCitizenId } from '../../../fixtures/worlds/magicFaults.ts'

const folder = storeKinds.find(({ name }) => name === 'folder')!
/** Between the first write and the kill; a moment of its own in every round, and another with every run. */
const momentsMs = [0, 5, 40, 120, 250, 400].map((ms) => ms * (0.5 + Math.random()))

/** Until a workspace is being made; making it may be over before it is seen. */
const begins = (workspace: string) => until(() => ['making.sqlite', 'state.sqlite'].some((file) => existsSync(join(workspace, file))))

describe('kill -9 of a sandbox with a data folder', () => {
  it('while it answers, at any moment: every answered booking and cancellation is there again', { timeout: 120_000 }, async () => {
    const store = await folder.make()
    try {
      await killAgainAndAgain(['--data', store.options.data!], momentsMs)
    } finally {
      await store.remove()
    }
  })

  it.each([
    ['while it makes its world', (dir: string) => begins(join(dir, 'default'))],
    ['just after that began', (dir: string) => begins(join(dir, 'default')).then(() => wait(15))],
    ['as soon as its world is there', (dir: string) => until(() => existsSync(join(dir, 'default', 'state.sqlite')))],
    ['some time into its start', () => wait(50 + Math.random() * 300)],
  ])('%s: the next start has a whole world', { timeout: 60_000 }, async (_when, moment) => {
    const store = await folder.make()
    const args = ['start', '--json', '--port', '0', '--data', store.options.data!]
    try {
      const killed = new Cli(args)
      await moment(store.options.data!)
      expect((await killed.stop('SIGKILL')).signal).toBe('SIGKILL')

      const sandbox = await SpawnedSandbox.start(args.slice(4))
      const his = await TestHis.logIn(sandbox)
      expect((await his.book(999, magicCitizenId(1000))).json.result).toEqual({ hospital_appointment_slot_id: 8888 })
      expect((await sandbox.control('GET', '/dashboard/99999/schedules')).json).toHaveLength(7 + 30 * 6)
      await sandbox.close()
    } finally {
      await store.remove()
    }
  })

  it('while it makes a workspace: it is there whole, or can be made again', { timeout: 60_000 }, async () => {
    const store = await folder.make()
    const args = ['--data', store.options.data!]
    const made = { name: 'team', world: 'empty', now: '2027-03-01T08:00:00+07:00' }
    try {
      const killed = await SpawnedSandbox.start(args)
      killed.control('POST', '/workspaces', made).catch(() => {})
      await begins(join(store.options.data!, 'team'))
      await killed.kill()

      const sandbox = await SpawnedSandbox.start(args)
      expect([201, 409]).toContain((await sandbox.control('POST', '/workspaces', made)).status)
      expect((await sandbox.control('GET', '/clock', undefined, '/w/team')).json).toMatchObject({ today: '2027-03-01' })
      expect((await sandbox.control('GET', '/dashboard/99999/schedules', undefined, '/w/team')).json).toEqual([])
      await sandbox.close()
    } finally {
      await store.remove()
    }
  })

  it('half way through a line of the journal: only that line is lost', { timeout: 60_000 }, async () => {
    const store = await folder.make()
    const args = ['--data', store.options.data!]
    const operations = async (sandbox: SpawnedSandbox) =>
      (await sandbox.control('GET', '/journal')).json.map(({ operation }: { operation: string }) => operation)
    try {
      const first = await SpawnedSandbox.start(args)
      await TestHis.logIn(first)
      await first.close()
      appendFileSync(join(store.options.data!, 'default', 'journal.jsonl'), '{"id":2,"time":"2026-11-2')

      const second = await SpawnedSandbox.start(args)
      const his = await TestHis.logIn(second)
      await his.slot('GetHospitalDepartment', { hospital_code: '99999' })
      expect(await operations(second)).toEqual(['getHospitalDepartment', 'getMophAccessToken', 'getMophAccessToken'])
      await second.close()

      const third = await SpawnedSandbox.start(args)
      expect(await operations(third)).toEqual(['getHospitalDepartment', 'getMophAccessToken', 'getMophAccessToken'])
      await third.close()
    } finally {
      await store.remove()
    }
  })
})

describe.skipIf(postgres.missing)('kill -9 of a sandbox on PostgreSQL', () => {
  it('while it answers: every answered booking and cancellation is there again, and nothing stays locked', {
    timeout: 120_000,
  }, async () => {
    const store = await postgres.make()
    try {
      await killAgainAndAgain(['--store', store.options.store!], [5, 200, 400])
    } finally {
      await store.remove()
    }
  })

  it('while it makes its world: the next start has a whole world', { timeout: 60_000 }, async () => {
    const store = await postgres.make()
    const args = ['--store', store.options.store!]
    try {
      for (const ms of [150, 250, 350]) {
        const killed = new Cli(['start', '--json', '--port', '0', ...args])
        await wait(ms)
        await killed.stop('SIGKILL')
      }
      const sandbox = await SpawnedSandbox.start(args)
      expect((await (await TestHis.logIn(sandbox)).book(999, magicCitizenId(1000))).status).toBe(200)
      await sandbox.close()
    } finally {
      await store.remove()
    }
  })
})

interface Held {
  id: number
  /** `asked`: the answer to the cancellation never came, so either is right. */
  cancelled: boolean | 'asked'
}

/** Starts, writes without a pause from several sides, kills; and at each next start finds all that was answered. */
async function killAgainAndAgain(args: string[], moments: number[]): Promise<void> {
  const answered = new Map<string, Held>()
  let schedule: number | undefined
  let nextCitizen = 10_000
  for (const moment of moments) {
    const sandbox = await SpawnedSandbox.start(args)
    schedule ??= await addSchedule(sandbox)
    await expectAllThere(sandbox, schedule, answered)
    const his = await TestHis.logIn(sandbox)
    const on = schedule
    const before = answered.size
    let killed = false

    const writer = async () => {
      while (!killed) {
        const cid = magicCitizenId(nextCitizen++)
        const booked = await his.book(on, cid)
        expect(booked.status).toBe(200)
        const held: Held = { id: booked.json.result.hospital_appointment_slot_id, cancelled: false }
        answered.set(cid, held)
        if (held.id % 3 !== 0) continue
        held.cancelled = 'asked'
        const cancelled = await his.slot('CancelAppointmentSlot', { hospital_code: '99999', cid, hospital_appointment_slot_id: held.id })
        expect(cancelled.status).toBe(200)
        held.cancelled = true
      }
    }
    const writers = Array.from({ length: 8 }, () => writer().catch((error) => !killed && Promise.reject(error)))
    await wait(moment)
    killed = true
    await sandbox.kill()
    await Promise.all(writers)
    if (moment > 200) expect(answered.size).toBeGreaterThan(before)
  }
  const last = await SpawnedSandbox.start(args)
  await expectAllThere(last, schedule!, answered)
  const ids = (await last.control('GET', '/journal?limit=10000')).json.map(({ id }: { id: number }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  await last.close()
}

async function addSchedule(sandbox: SpawnedSandbox): Promise<number> {
  const body = { date: bangkokDay(3), time_range_id: 2, room_id: 9, slots: 99_999, online: true }
  return (await sandbox.control('POST', '/dashboard/99999/schedules', body)).json.schedule_id
}

async function expectAllThere(sandbox: SpawnedSandbox, schedule: number, answered: Map<string, Held>): Promise<void> {
  const { json: bookings } = await sandbox.control('GET', `/dashboard/99999/bookings?schedule_id=${schedule}`)
  const { json: schedules } = await sandbox.control('GET', '/dashboard/99999/schedules')
  const byCitizen = new Map<string, { booking_id: number; cancelled: boolean }>()
  for (const booking of bookings) byCitizen.set(booking.person.cid, booking)

  const lost = [...answered].filter(([cid, { id, cancelled }]) => {
    const there = byCitizen.get(cid)
    return there?.booking_id !== id || (cancelled !== 'asked' && there.cancelled !== cancelled)
  })
  expect(lost).toEqual([])
  const standing = bookings.filter(({ cancelled }: { cancelled: boolean }) => !cancelled)
  expect(schedules.find(({ schedule_id }: { schedule_id: number }) => schedule_id === schedule).booked).toBe(standing.length)
  expect(new Set(bookings.map(({ queue_no }: { queue_no: string }) => queue_no)).size).toBe(bookings.length)
}
