import { describe, expect, it } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { storeKinds } from '../../fixtures/harness/stores.ts'

describe.each(storeKinds)('A query compiled once ($name)', ({ missing, make }) => {
  it.skipIf(missing)('keeps to its own workspace, also in one that is made later', async () => {
    const store = await make()
    const sandbox = await TestSandbox.start(store.options)
    try {
      const book = (workspace: string) => sandbox.control('POST', '/patients/1999900000013/appointments', { schedule_id: 999 }, workspace)
      expect((await book('')).json.booking_id).toBe(8888)
      await sandbox.control('POST', '/workspaces', { name: 'later' })
      expect((await book('/w/later')).json.booking_id).toBe(8888)
      expect((await book('')).json.error.rule).toBe('already-booked')
      await sandbox.control('DELETE', '/workspaces/later')
      await sandbox.control('POST', '/workspaces', { name: 'later' })
      expect((await book('/w/later')).json.booking_id).toBe(8888)
    } finally {
      await sandbox.close()
      await store.remove()
    }
  })
})
