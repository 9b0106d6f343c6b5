import { connect } from 'node:net'
import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { SpawnedSandbox } from '../../../fixtures/harness/spawned.ts'
import { storeKinds } from '../../../fixtures/harness/stores.ts'

const smallHeap = { env: { NODE_OPTIONS: '--max-old-space-size=256' } }
const path = '/cvp1.moph.go.th/token?Action=get_moph_access_token'
/** Refused, and kept in the journal as it came. */
const large = { method: 'POST', raw: JSON.stringify({ user: 'demo', note: 'ก'.repeat(300_000) }) }
const manyHeaders = { headers: { 'x-note': 'h'.repeat(10_000) } }

describe.each(storeKinds.map((kind) => ({ ...kind, skipped: kind.missing !== undefined })))('a journal on $name', (kind) => {
  it.skipIf(kind.skipped)('is filled, followed, listed and downloaded in a heap of 256 MB', { timeout: 180_000 }, async () => {
    const store = await kind.make()
    const { data, store: url } = store.options
    const sandbox = await SpawnedSandbox.start(data ? ['--data', data] : url ? ['--store', url] : [], smallHeap)
    const deaf = await follower(sandbox.url)
    try {
      for (let round = 0; round < 60; round++) await Promise.all(Array.from({ length: 50 }, () => sandbox.send(path, manyHeaders)))
      for (let round = 0; round < 30; round++) await Promise.all(Array.from({ length: 10 }, () => sandbox.send(path, large)))
      const [newest] = (await sandbox.control('GET', '/journal?limit=1')).json
      expect(newest).toMatchObject({ operation: 'getMophAccessToken', request: { body: expect.any(String) } })
      expect(await lengthOf(`${sandbox.url}/control/journal/har`)).toBeGreaterThan(10_000)
      expect((await sandbox.control('GET', '/status')).status).toBe(200)
      expect(sandbox.cli.process.exitCode).toBeNull()
    } finally {
      deaf.destroy()
      await sandbox.close()
      await store.remove()
    }
  })
})

/** Follows the journal live, and never reads a byte. */
function follower(url: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.pause()
  socket.on('error', () => {})
  return new Promise<typeof socket>((resolve) =>
    socket.write('GET /control/journal/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', () => resolve(socket)),
  )
}

/** Read to the end, and forgotten at once. */
async function lengthOf(url: string): Promise<number> {
  const { body } = await request(url)
  let length = 0
  for await (const part of body) length += part.length
  return length
}
