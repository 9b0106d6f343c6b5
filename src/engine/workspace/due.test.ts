import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { storeKinds, type TestStore } from '../../../fixtures/harness/stores.ts'
import { blueprint } from '../../composition/blueprint.ts'
import { openStore } from '../../doors/start.ts'
import { nextId } from '../../upstream/ids.ts'
import type { TableSet } from '../../upstream/tables.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'
import { Sandbox } from '../sandbox.ts'
import type { Workspace } from './workspace.ts'
import { worldOf } from './world-of.ts'

declare module '../../upstream/tables.ts' {
  interface Tables {
    test_deliveries: { id: number; at: string; text: string }
  }
}

const tables: TableSet = {
  names: ['test_deliveries'],
  async create(db) {
    await db.schema
      .createTable('test_deliveries')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .execute()
  },
}

/** An upstream that delivers texts, and can do so wrongly. */
const post: AnyUpstream = {
  name: 'test-post',
  spec: { info: { title: 'Post', version: '1' }, servers: [{ url: 'https://post.example' }], paths: {} },
  operations: {},
  tables: [tables],
  success: () => ({ contentType: '', body: '', value: undefined }),
  failure: () => ({ contentType: '', body: '' }),
  due: {
    'test-post/deliver': async ({ text, andThen }: { text: string; andThen?: { inMs: number; text: string } }, { db, clock, later }) => {
      await db
        .insertInto('test_deliveries')
        .values({ id: await nextId(db, 'test_delivery'), at: clock.local(), text })
        .execute()
      if (andThen) await later({ at: clock.now() + andThen.inMs, kind: 'test-post/deliver', payload: { text: andThen.text } })
      if (text === 'broken') throw new Error('This one cannot be delivered')
    },
  },
}

const nine = Date.parse('2026-12-01T02:00:00Z')
const minute = 60_000

describe.each(storeKinds.map((kind) => ({ ...kind, skipped: kind.missing !== undefined })))('what comes due on $name', (kind) => {
  describe.skipIf(kind.skipped)(kind.missing ?? 'is carried out', () => {
    let store: TestStore
    let sandbox: Sandbox
    let workspace: Workspace

    const open = async () => {
      const { data, store: url } = store.options
      sandbox = await Sandbox.open(
        await openStore(data, url),
        { ...blueprint, upstreams: [...blueprint.upstreams, post] },
        { clock: { mode: 'frozen', at: nine } },
      )
      workspace = (await sandbox.workspace('default'))!
    }
    beforeEach(async () => {
      store = await kind.make()
      await open()
    })
    afterEach(async () => {
      await sandbox.close()
      await store.remove()
    })

    const schedule = (...events: { inMs: number; text: string; andThen?: { inMs: number; text: string } }[]) =>
      workspace.write(async (db) => {
        const { later } = worldOf(workspace, { db })
        for (const { inMs, ...payload } of events) await later({ at: nine + inMs, kind: 'test-post/deliver', payload })
      })
    const moveTo = async (inMs: number) => {
      await workspace.write((db) => workspace.saveSetting(db, 'clock', { mode: 'frozen', at: nine + inMs }))
      await workspace.wake()
    }
    const delivered = async () =>
      (await workspace.db.selectFrom('test_deliveries').selectAll().orderBy('id').execute()).map(
        ({ at, text }) => `${at.slice(11, 16)} ${text}`,
      )

    it('when the clock passes it, not before, with the clock standing where it was due', async () => {
      await schedule({ inMs: 10 * minute, text: 'at ten past' })
      await moveTo(10 * minute - 1)
      expect(await delivered()).toEqual([])
      await moveTo(60 * minute)
      expect(await delivered()).toEqual(['09:10 at ten past'])
    })

    it('in the order of the time, then of the scheduling, exactly once', async () => {
      await schedule(
        { inMs: 3 * minute, text: 'c' },
        { inMs: minute, text: 'a' },
        { inMs: 3 * minute, text: 'd' },
        { inMs: 2 * minute, text: 'b' },
      )
      await Promise.all([moveTo(5 * minute), workspace.wake(), workspace.wake()])
      await moveTo(6 * minute)
      expect(await delivered()).toEqual(['09:01 a', '09:02 b', '09:03 c', '09:03 d'])
    })

    it('at its place, where what came due has brought it about', async () => {
      await schedule({ inMs: minute, text: 'first', andThen: { inMs: minute, text: 'second' } }, { inMs: 3 * minute, text: 'third' })
      await moveTo(5 * minute)
      expect(await delivered()).toEqual(['09:01 first', '09:02 second', '09:03 third'])
    })

    it('in more than one round, when there is much of it', async () => {
      await schedule(...Array.from({ length: 1201 }, (_, index) => ({ inMs: (1201 - index) * 1000, text: String(1201 - index) })))
      await moveTo(2000 * 1000)
      expect((await delivered()).map((line) => Number(line.slice(6)))).toEqual(Array.from({ length: 1201 }, (_, index) => index + 1))
    })

    it('not at all, where the transaction that scheduled it was rolled back', async () => {
      const refused = workspace.write(async (db) => {
        await worldOf(workspace, { db }).later({ at: nine + minute, kind: 'test-post/deliver', payload: { text: 'never' } })
        throw new Error('refused')
      })
      await expect(refused).rejects.toThrow('refused')
      await moveTo(2 * minute)
      expect(await delivered()).toEqual([])
    })

    it('although one before it cannot be: that one leaves nothing behind and is told of', async () => {
      const told = vi.spyOn(console, 'error').mockImplementation(() => {})
      await schedule({ inMs: minute, text: 'before' }, { inMs: 2 * minute, text: 'broken' }, { inMs: 3 * minute, text: 'after' })
      await moveTo(5 * minute)
      expect(await delivered()).toEqual(['09:01 before', '09:03 after'])
      expect(told).toHaveBeenCalledWith(expect.stringContaining('test-post/deliver'))
      told.mockRestore()
      expect(await workspace.db.selectFrom('due_events').select('failed').execute()).toEqual([
        { failed: 'Error: This one cannot be delivered' },
      ])
    })

    it('again after a snapshot taken before it is put back', async () => {
      await schedule({ inMs: minute, text: 'once more' })
      await workspace.takeSnapshot('before')
      await moveTo(2 * minute)
      await workspace.restore('before')
      expect(await delivered()).toEqual([])
      await moveTo(2 * minute)
      expect(await delivered()).toEqual(['09:01 once more'])
    })

    if (kind.name === 'postgres')
      it('once, whichever of two processes on one database wakes first', async () => {
        const { data, store: url } = store.options
        const other = await Sandbox.open(await openStore(data, url), { ...blueprint, upstreams: [...blueprint.upstreams, post] })
        const there = (await other.workspace('default'))!
        await schedule(...Array.from({ length: 1201 }, (_, index) => ({ inMs: index * 1000, text: String(index) })))
        await workspace.write((db) => workspace.saveSetting(db, 'clock', { mode: 'frozen', at: nine + 2000 * 1000 }))
        await Promise.all([there.wake(), workspace.wake(), there.wake()])
        expect((await delivered()).map((line) => Number(line.slice(6)))).toEqual(Array.from({ length: 1201 }, (_, index) => index))
        await other.close()
      })

    if (kind.name !== 'memory')
      it('once, also when the sandbox was stopped while it came due', async () => {
        await schedule({ inMs: minute, text: 'before the stop' }, { inMs: 3 * minute, text: 'after it' })
        await moveTo(2 * minute)
        await sandbox.close()
        await open()
        await moveTo(4 * minute)
        expect(await delivered()).toEqual(['09:01 before the stop', '09:03 after it'])
      })
  })
})
