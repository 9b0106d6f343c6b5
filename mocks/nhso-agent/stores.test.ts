import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { storeKinds, type TestStore } from '../../fixtures/harness/stores.ts'

const agent = '/localhost:8189/api'

describe.each(storeKinds)('The agent, with its state in $name', ({ name, missing, make }) => {
  let store: TestStore
  let sandbox: TestSandbox
  beforeAll(async () => {
    if (missing) return
    store = await make()
    sandbox = await TestSandbox.start(store.options)
  })
  afterAll(async () => {
    await sandbox?.close()
    await store?.remove()
  })

  const read = async () => (await sandbox.send(`${agent}/smartcard/read`)).json
  const confirm = (correlationId: string, claimType = 'PG0060001') =>
    sandbox.send(`${agent}/nhso-service/confirm-save`, {
      method: 'POST',
      body: { pid: '1999900000013', claimType, mobile: '0800000001', correlationId },
    })

  it.skipIf(missing)('of one read makes one code, however many confirm it at once', async () => {
    const { correlationId } = await read()
    const replies = await Promise.all(['PG0060001', 'PG0130001', 'PG0060001', 'PG0110001'].map((type) => confirm(correlationId, type)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
  })

  it.skipIf(missing)('gives each of many reads at once a correlationId of its own', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, async () => (await read()).correlationId))
    expect(new Set(ids).size).toBe(12)
  })

  it.skipIf(missing)('lets nothing but the slow read wait', async () => {
    await sandbox.control('PUT', '/agent/readers/reader-1/fault', { kind: 'slow', apdu_ms: 50 })
    const { correlationId } = (await sandbox.send(`${agent}/smartcard/probe/1999900000021`)).json
    const slow = read()
    const first = await Promise.race([
      slow.then(() => 'the slow read'),
      confirm(correlationId, 'PG0120001').then(({ status }) => `a confirm with ${status}`),
    ])
    expect(first).toBe('a confirm with 400')
    expect((await slow).pid).toBe('1999900000013')
    await sandbox.control('DELETE', '/agent/readers/reader-1/fault')
  })

  const outlivesItsProcess = name !== 'memory'
  if (outlivesItsProcess)
    it.skipIf(missing)('keeps readers, cards and what it was installed with through a restart', async () => {
      await sandbox.control('POST', '/agent/readers/reader-1/remove')
      await sandbox.control('POST', '/agent/readers/desk-2/connect')
      await sandbox.control('POST', '/agent/readers/desk-2/insert', { card: 'child' })
      await sandbox.control('PATCH', '/agent/preference', { default_reader: 'desk-2', token: 'typed-in' })
      await sandbox.close()
      sandbox = await TestSandbox.start(store.options)
      expect((await sandbox.send(`${agent}/smartcard/read-card-only`)).json.fname).toBe('เด็กชาย')
      expect((await sandbox.send(`${agent}/preference`)).json.token).toBe('typed-in')
    })
})
