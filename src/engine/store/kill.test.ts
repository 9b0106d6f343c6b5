import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { killAgainAndAgain } from '../../../fixtures/harness/kill.ts'
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
      const { answered, lost } = await killAgainAndAgain(['--data', store.options.data!], momentsMs)
      expect(lost).toEqual([])
      expect(answered).toBeGreaterThan(0)
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
      const { answered, lost } = await killAgainAndAgain(['--store', store.options.store!], [5, 200, 400])
      expect(lost).toEqual([])
      expect(answered).toBeGreaterThan(0)
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
