import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { message } from '../../fixtures/harness/message.ts'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { storeKinds, type TestStore } from '../../fixtures/harness/stores.ts'
import { magicCitizenId } from '../../fixtures/worlds/magicFaults.ts'

const listed = '1999900000030'
const times = <Value>(count: number, make: (number: number) => Value) => Array.from({ length: count }, (_, number) => make(number))

/** What many calls at a time must not break, in every store. */
describe.each(storeKinds)('Messages with state in $name', ({ missing, make }) => {
  let store: TestStore
  let sandbox: TestSandbox
  let authorization: string

  beforeAll(async () => {
    if (missing) return
    store = await make()
    sandbox = await TestSandbox.start(store.options)
    authorization = `Bearer ${await sandbox.token()}`
  })
  afterAll(async () => {
    await sandbox?.close()
    await store?.remove()
  })

  const send = (change: object) =>
    sandbox.send('/cvp1.moph.go.th/api/SendMessageTarget', {
      method: 'POST',
      body: { ...message(), ...change },
      headers: { authorization },
    })
  const news = async () =>
    (await sandbox.control('GET', '/messaging/99999/news')).json as { message_id: number; message_ref_code: string }[]
  const upload = (id: number, list: string) =>
    sandbox.send(`/control/messaging/99999/news/${id}/targets`, { method: 'PUT', raw: list, headers: { 'content-type': 'text/plain' } })

  it.skipIf(missing)('the same code makes one message of twenty calls', async () => {
    const replies = await Promise.all(times(20, (number) => send({ message_ref_code: 'same', message_title: `${number}` })))
    expect(replies.map(({ status }) => status)).toEqual(times(20, () => 200))
    expect(replies.filter(({ json }) => json.result.updated === false)).toHaveLength(1)
    expect((await news()).filter(({ message_ref_code }) => message_ref_code === 'same')).toMatchObject([{ targets: 1 }])
  })

  it.skipIf(missing)('five of twenty go through where the rule of the hour is on', async () => {
    await sandbox.control('PATCH', '/switches', { 'moph-messaging': { rate_rule: true } })
    // Ten a second from one account is another rule.
    const replies = await Promise.all(times(10, (number) => send({ message_ref_code: `hour-${number}` })))
    await sandbox.control('PATCH', '/switches', { 'moph-messaging': { rate_rule: false } })
    expect(replies.map(({ status }) => status).sort()).toEqual([...times(5, () => 200), ...times(5, () => 429)])
    expect((await news()).filter(({ message_ref_code }) => message_ref_code?.startsWith('hour-'))).toHaveLength(5)
  })

  it.skipIf(missing)('a list that comes while the item is sent is taken before it or refused, never after it', async () => {
    const { json } = await sandbox.control('POST', '/messaging/99999/news', { title: 'ก', content: 'ข' })
    const id = json.message_id as number
    await upload(id, listed)
    const [sent, ...lists] = await Promise.all([
      sandbox.control('POST', `/messaging/99999/news/${id}/send`),
      ...times(8, () => upload(id, `${listed}\n1999900010027\n`)),
    ])
    expect(sent.status).toBe(200)
    expect(lists.every(({ status }) => status === 200 || status === 409)).toBe(true)
    const now = (await sandbox.control('GET', `/messaging/99999/news/${id}`)).json
    expect(now.targets).toBe(sent.json.targets)
  })

  it.skipIf(missing)('an opening is counted once, by the first', async () => {
    const { json } = await send({ message_ref_code: 'opened' })
    expect(json.result.updated).toBe(false)
    const { message_id } = (await news()).find(({ message_ref_code }) => message_ref_code === 'opened')!
    const path = `/messaging/patients/${listed}/messages/${message_id}/open`
    const opened = await Promise.all(times(10, (number) => sandbox.control('POST', path, { channel: number % 2 ? 'app' : 'line' })))
    expect(new Set(opened.map(({ json: seen }) => `${seen.opened_at} ${seen.opened_in}`)).size).toBe(1)
  })

  it.skipIf(missing)(
    'thirty thousand are put on the white list, targeted and sent to',
    async () => {
      const list = times(30_000, (number) => magicCitizenId(6_000_000 + number)).join('\r\n')
      const whiteList = await sandbox.send('/control/messaging/white-list', { method: 'POST', raw: list })
      expect(whiteList.json).toEqual({ lines: 30_000, blank: 0, kept: 30_000, remarks: [], more_remarks: 0 })
      const { json } = await sandbox.control('POST', '/messaging/99999/news', { title: 'ก', content: 'ข' })
      expect((await upload(json.message_id, list)).json).toMatchObject({ kept: 30_000 })
      const sent = await sandbox.control('POST', `/messaging/99999/news/${json.message_id}/send`)
      expect(sent.json).toMatchObject({ targets: 30_000, opened: 0 })
    },
    60_000,
  )
})
