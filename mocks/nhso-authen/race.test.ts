import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { storeKinds, type TestStore } from '../../fixtures/harness/stores.ts'
import { authenRequest, cards, closedVisit, hosts, newAuthenVisit, prachaUcs } from '../testing/nhso-calls.ts'

describe.each(storeKinds)('Many at once, with state in $name', ({ missing, make }) => {
  let store: TestStore
  let sandbox: TestSandbox
  let token = ''

  beforeAll(async () => {
    if (missing) return
    store = await make()
    sandbox = await TestSandbox.start(store.options)
    token = (await sandbox.control('GET', '/nhso/test/tokens/99999')).json.token
  })
  afterAll(async () => {
    await sandbox?.close()
    await store?.remove()
  })

  const post = (path: string, body: object) =>
    sandbox.send(`${hosts.test.endpoint}${path}`, { method: 'POST', body, headers: { authorization: `Bearer ${token}` } })
  const screens = () => sandbox.control('POST', '/nhso/test/new-authen/99999/visits', newAuthenVisit)

  it.skipIf(missing !== undefined)('get one code for a service, through whatever channel, and no number is lost', async () => {
    await sandbox.control('POST', '/agent/readers/reader-1/swap', { card: cards.ofPracha })
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? screens() : post('/AuthenCode', authenRequest))),
    )
    expect(replies.filter(({ status }) => status < 300)).toHaveLength(1)
    expect(replies.filter(({ status }) => status >= 500)).toEqual([])
    const { json } = await sandbox.control('GET', `/nhso/test/history/${prachaUcs}`)
    const next = await post('/AuthenCode', { ...authenRequest, serviceCode: 'PG0130001' })
    expect(json).toHaveLength(1)
    expect(Number(next.json.authenCode.slice(2))).toBe(Number(json[0].authen_code.slice(2)) + 1)
  })

  it.skipIf(missing !== undefined)('close a transaction once', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => post('/nhso-claim-detail', closedVisit)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(400)])
  })
})
