import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingChromium, pageAfterScripts } from '../../fixtures/harness/chromium.ts'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'

/** What a web page sends with `fetch`, as a browser does: a question first wherever there is more to it than a plain GET. */
describe('A web page', () => {
  let sandbox: TestSandbox
  beforeAll(async () => {
    sandbox = await TestSandbox.start({ agentPort: 0 })
  })
  afterAll(() => sandbox.close())

  const bases = () => [sandbox.running.agentUrl!, `${sandbox.url}/localhost:8189`]
  /** Another site, a file opened from a disk or a frame without origin, and a page of the same computer. */
  const origins = ['https://his.hospital.example', 'null', 'http://localhost:3000']
  const leave = (reply: Response) => reply.headers.get('access-control-allow-origin')

  it('reads a card, at the port of the agent and below the address of the sandbox', async () => {
    for (const base of bases()) {
      for (const origin of origins) {
        const reply = await fetch(`${base}/api/smartcard/read?readImageFlag=true`, { headers: { Origin: origin } })
        expect([reply.status, leave(reply)]).toEqual([200, origin])
        expect(await reply.json()).toMatchObject({ pid: '1999900000013', image: expect.stringMatching(/^\/9j\//) })
      }
    }
  })

  it('asks first, and may send JSON and headers of its own', async () => {
    for (const base of bases()) {
      for (const origin of origins) {
        const reply = await fetch(`${base}/api/nhso-service/confirm-save`, {
          method: 'OPTIONS',
          headers: {
            Origin: origin,
            'Access-Control-Request-Method': 'POST',
            'Access-Control-Request-Headers': 'authorization,content-type,x-his-version',
            'Access-Control-Request-Private-Network': 'true',
          },
        })
        expect([reply.status, leave(reply)]).toEqual([204, origin])
        expect(reply.headers.get('access-control-allow-methods')).toContain('POST')
        for (const header of ['authorization', 'content-type', 'x-his-version'])
          expect(reply.headers.get('access-control-allow-headers')).toContain(header)
        expect(reply.headers.get('access-control-allow-private-network')).toBe('true')
      }
    }
  })

  it('sees why it is refused: the status and the words of the agent', async () => {
    for (const base of bases()) {
      const headers = { Origin: origins[0]!, 'content-type': 'application/json', 'x-his-version': '1' }
      const reply = await fetch(`${base}/api/nhso-service/confirm-save`, { method: 'POST', headers, body: '{"mobile":"1"}' })
      expect([reply.status, leave(reply)]).toEqual([400, origins[0]])
      expect(((await reply.json()) as { errors: unknown[] }).errors).toHaveLength(4)
      const nowhere = await fetch(`${base}/api/nothing`, { headers })
      expect([nowhere.status, leave(nowhere)]).toEqual([404, origins[0]])
    }
  })

  it('may be any page where the agent answers with *', async () => {
    await sandbox.control('PATCH', '/switches', { 'nhso-agent': { cors: 'any' } })
    for (const base of bases()) {
      const headers = { Origin: origins[0]!, 'Access-Control-Request-Method': 'POST' }
      const asked = await fetch(`${base}/api/nhso-service/confirm-save`, { method: 'OPTIONS', headers })
      const reply = await fetch(`${base}/api/smartcard/terminals`, { headers: { Origin: origins[0]! } })
      for (const each of [asked, reply])
        expect([leave(each), each.headers.get('access-control-allow-credentials'), each.headers.get('vary')]).toEqual(['*', null, null])
    }
    await sandbox.control('PATCH', '/switches', { 'nhso-agent': { cors: 'echo' } })
  })

  it('is what opens at the address of the agent: a page with all that there is to call', async () => {
    for (const base of bases()) {
      const reply = await fetch(`${base}/`)
      const page = await reply.text()
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      for (const path of ['terminals', 'read', 'read-card-only', 'probe/{pid}']) expect(page).toContain(`/api/smartcard/${path}`)
      for (const path of ['save-as-draft', 'confirm-save', 'latest-authen-code/{pid}']) expect(page).toContain(`/api/nhso-service/${path}`)
      expect(page).toContain('Linux 1.1.1, Test Zone, 99999')
      expect(page).toContain('readImageFlag=')
      const [, link] = /href="(\.\/api\/smartcard\/terminals)"/.exec(page)!
      expect((await fetch(new URL(link!, `${base}/`))).status).toBe(200)
      expect((await fetch(`${base}/`, { method: 'POST' })).status).toBe(404)
    }
    const seen = (await sandbox.control('GET', '/journal?upstream=nhso-agent')).json as { url: string; method: string }[]
    expect(
      seen.filter(({ url, method }) => method === 'GET' && url === 'localhost:8189/'),
      'no call of a HIS',
    ).toEqual([])
  })

  it('watches the readers as a kiosk does, and reads a card once it is put in', async () => {
    const [port] = bases()
    const isPresent = async () => {
      const terminals = (await (await fetch(`${port}/api/smartcard/terminals`, { headers: { Origin: origins[0]! } })).json()) as {
        isPresent: boolean
      }[]
      return terminals.some((terminal) => terminal.isPresent)
    }
    const seen: boolean[] = []
    const watch = async () => seen.push(await isPresent())
    await watch()
    for (const step of ['remove', 'insert', 'remove', 'insert']) {
      await sandbox.control('POST', `/agent/readers/reader-1/${step}`, step === 'insert' ? { card: 'ordinary' } : undefined)
      await watch()
      await watch()
    }
    const edges = seen.filter((present, index) => present && !seen[index - 1])
    expect(edges, 'one for each time that a card is put in').toHaveLength(3)
  })

  it.skipIf(missingChromium !== undefined)('of a public address needs a permission of the browser, and sees that it lacks it', async () => {
    const script = `
      const said = [(await navigator.permissions.query({ name: 'loopback-network' })).state]
      said.push(await fetch('${sandbox.running.agentUrl}/api/smartcard/terminals').then((reply) => reply.status, (error) => error.name))
      document.title = said.join(' ')`
    const page = createServer((_request, reply) =>
      reply.setHeader('content-type', 'text/html; charset=utf-8').end(`<title>nothing yet</title><script type="module">${script}</script>`),
    ).listen(0, '127.0.0.1')
    await once(page, 'listening')
    const { port } = page.address() as AddressInfo
    const title = async (...flags: string[]) =>
      /<title>(.*?)<\/title>/.exec(await pageAfterScripts(`http://127.0.0.1:${port}/`, flags))?.[1]
    const asIfPublic = `--ip-address-space-overrides=127.0.0.1:${port}=public`
    expect(await title(), 'a page of this computer').toBe('prompt 200')
    expect(await title(asIfPublic)).toBe('prompt TypeError')
    expect(await title(asIfPublic, '--disable-features=LocalNetworkAccessChecks')).toBe('prompt 200')
    page.close()
  })

  it.skipIf(missingChromium !== undefined)('in a real browser, of another origin: reads the card and confirms the visit', async () => {
    const script = `
      const agent = '${sandbox.running.agentUrl}/api'
      const get = async (path) => (await fetch(agent + path)).json()
      const { pid, correlationId } = await get('/smartcard/read?readImageFlag=true')
      const visit = { pid, claimType: 'PG0060001', mobile: '0800000001', correlationId }
      const reply = await fetch(agent + '/nhso-service/confirm-save', {
        method: 'POST', headers: { 'Content-Type': 'application/json', 'X-HIS-Version': '1' }, body: JSON.stringify(visit)
      })
      document.title = reply.status + ' ' + pid + ' ' + (await reply.json()).claimCode`
    const page = createServer((_request, reply) =>
      reply.setHeader('content-type', 'text/html; charset=utf-8').end(`<title>nothing yet</title><script type="module">${script}</script>`),
    ).listen(0, '127.0.0.1')
    await once(page, 'listening')
    // localhost is another origin than the agent's 127.0.0.1.
    const html = await pageAfterScripts(`http://localhost:${(page.address() as AddressInfo).port}/`)
    page.close()
    expect(/<title>(.*?)<\/title>/.exec(html)?.[1]).toMatch(/^200 1999900000013 PP\d{10}$/)
  })
})
