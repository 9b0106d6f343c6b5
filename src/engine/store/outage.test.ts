import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { TestProxy } from '../../../fixtures/harness/proxy.ts'
import type { Answer } from '../../../fixtures/harness/sandbox.ts'
import { SpawnedSandbox } from '../../../fixtures/harness/spawned.ts'
import { postgres, storeKinds, type TestStore } from '../../../fixtures/harness/stores.ts'
import { magicCitizenId } from '../../../fixtures/worlds/magicFaults.ts'

const citizen = (n: number) => magicCitizenId(10_000 + n)
/** A client waits no longer than this for a sandbox whose database does not answer. */
const longestWaitMs = 20_000

describe.skipIf(postgres.missing)('a sandbox whose PostgreSQL goes away', () => {
  let store: TestStore
  let proxy: TestProxy
  let sandbox: SpawnedSandbox
  let his: TestHis

  beforeEach(async () => {
    store = await postgres.make()
    const url = new URL(store.options.store!)
    proxy = await TestProxy.to(Number(url.port || 5432), url.hostname)
    url.host = `127.0.0.1:${proxy.port}`
    sandbox = await SpawnedSandbox.start(['--store', url.href])
    his = await TestHis.logIn(sandbox)
  })
  afterEach(async () => {
    await sandbox?.close()
    await proxy?.close()
    await store?.remove()
  })

  it('goes on after its connections were ended in the middle of its calls', { timeout: 60_000 }, async () => {
    let over = false
    let n = 0
    const replies: Answer[] = []
    const writer = async () => {
      while (!over) replies.push(await his.book(999, citizen(n++)))
    }
    const writers = Array.from({ length: 8 }, writer)
    for (let round = 0; round < 10; round++) {
      await wait(50)
      await endConnections(store)
    }
    over = true
    await Promise.all(writers)

    expectClear(replies.filter(({ status }) => status !== 200))
    expect(replies.some(({ status }) => status === 200)).toBe(true)
    expect((await his.book(999, citizen(n))).status).toBe(200)
    await expectCountRight(sandbox, replies.filter(({ status }) => status === 200).length + 1)
  })

  it('answers 503 at once while it is refused, and goes on when it is back', { timeout: 60_000 }, async () => {
    await proxy.cut()
    const started = performance.now()
    const replies = await Promise.all([
      ...Array.from({ length: 30 }, (_, n) => his.book(999, citizen(n))),
      sandbox.control('GET', '/clock'),
      sandbox.control('GET', '/workspaces'),
      sandbox.control('POST', '/reset'),
      sandbox.send('/w/nowhere/cvp1.moph.go.th/token'),
    ])
    expect(performance.now() - started).toBeLessThan(3000)
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([503]))
    expectClear(replies)

    await proxy.mend()
    expect((await his.book(999, citizen(0))).status).toBe(200)
    await expectCountRight(sandbox, 1)
    expect((await sandbox.control('GET', '/journal?operation=confirmAppointmentSlot')).json).toHaveLength(1)
  })

  it('answers 503 in bounded time while it is silent, and goes on when it speaks', { timeout: 90_000 }, async () => {
    proxy.fallSilent()
    const started = performance.now()
    const replies = await Promise.all(Array.from({ length: 40 }, (_, n) => his.book(999, citizen(n))))
    expect(performance.now() - started).toBeLessThan(longestWaitMs)
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([503]))
    expectClear(replies)

    await proxy.mend()
    expect((await his.book(999, citizen(100))).status).toBe(200)
    const { json: bookings } = await sandbox.control('GET', '/dashboard/99999/bookings?schedule_id=999')
    await expectCountRight(sandbox, bookings.length)
  })

  it('ends the live journal rather than the process', { timeout: 60_000 }, async () => {
    const live = await fetch(`${sandbox.url}/control/journal/live`)
    const read = live.text().catch(() => 'broken off')
    await wait(300)
    await proxy.cut()
    await read
    await proxy.mend()
    expect((await his.book(999, citizen(0))).status).toBe(200)
  })

  it('stops soon although nobody answers its goodbye', { timeout: 60_000 }, async () => {
    proxy.fallSilent()
    const started = performance.now()
    const { code } = await sandbox.cli.stop('SIGTERM')
    expect(code).toBe(0)
    expect(performance.now() - started).toBeLessThan(1500)
  })
})

describe('a sandbox whose disk fails', () => {
  const folder = storeKinds.find(({ name }) => name === 'folder')!
  let store: TestStore
  let sandbox: SpawnedSandbox
  let his: TestHis

  beforeEach(async () => {
    store = await folder.make()
    sandbox = await SpawnedSandbox.start(['--data', store.options.data!])
    his = await TestHis.logIn(sandbox)
  })
  afterEach(async () => {
    await sandbox?.close()
    await store?.remove()
  })

  it('lives on when its data folder is removed, and says that it can keep nothing', async () => {
    rmSync(store.options.data!, { recursive: true })
    const replies = [
      await his.book(999, citizen(0)),
      await his.appointments(citizen(0)),
      await sandbox.control('GET', '/workspaces'),
      await sandbox.send('/w/nowhere/cvp1.moph.go.th/token'),
      await sandbox.control('POST', '/workspaces', { name: 'team' }),
      await sandbox.control('GET', '/journal'),
    ]
    expectClear(replies.filter(({ status }) => status >= 500))
    await wait(600)
    const late = [await his.book(999, citizen(1)), await sandbox.control('GET', '/clock')]
    expect(late.map(({ status }) => status)).toEqual([503, 503])
    expectClear(late)
    expect(sandbox.cli.process.exitCode).toBeNull()
  })

  const noLimits = process.platform === 'linux' && hasPrlimit() ? undefined : 'needs prlimit of util-linux, on Linux'
  it.skipIf(noLimits)(`answers 503 while its disk is full, and goes on when there is room (${noLimits ?? 'prlimit'})`, async () => {
    const limitFiles = (bytes: string) => execFileSync('prlimit', ['--pid', String(sandbox.cli.process.pid), `--fsize=${bytes}:`])
    expect((await his.book(999, citizen(0))).status).toBe(200)
    limitFiles('4096')
    const full = [
      await his.book(999, citizen(1)),
      await his.book(999, citizen(2)),
      await sandbox.control('POST', '/workspaces', { name: 'team' }),
    ]
    expect(full.map(({ status }) => status)).toEqual([503, 503, 503])
    expectClear(full)
    expect((await his.appointments(citizen(0))).status).toBe(200)

    limitFiles('unlimited')
    expect((await his.book(999, citizen(1))).status).toBe(200)
    expect((await sandbox.control('POST', '/workspaces', { name: 'team' })).status).toBe(201)
    await expectCountRight(sandbox, 2)
  })
})

/** Whatever failed says so in both languages, and that it was not the caller. */
function expectClear(replies: Answer[]): void {
  for (const reply of replies) {
    expect(reply.headers['content-type'], reply.text).toMatch('application/json')
    expect(reply.json, reply.text).toMatchObject({ error: { rule: 'out-of-order', th: expect.any(String), en: expect.any(String) } })
  }
}

async function expectCountRight(sandbox: SpawnedSandbox, least: number): Promise<void> {
  const { json: bookings } = await sandbox.control('GET', '/dashboard/99999/bookings?schedule_id=999')
  const { json: schedules } = await sandbox.control('GET', '/dashboard/99999/schedules')
  // A commit whose answer was lost on the way stands, though its caller was told otherwise.
  expect(bookings.length).toBeGreaterThanOrEqual(least)
  expect(schedules.find(({ schedule_id }: { schedule_id: number }) => schedule_id === 999).booked).toBe(bookings.length)
}

async function endConnections({ options }: TestStore): Promise<void> {
  const client = new Client({ connectionString: options.store! })
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
}

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'])
    return true
  } catch {
    return false
  }
}
