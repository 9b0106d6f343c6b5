import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rawExchange } from '../../../fixtures/harness/rawExchange.ts'
import { TestSandbox } from '../../../fixtures/harness/sandbox.ts'

/** A call to the control API with these headers and no others, as no HTTP client would let a test send them. */
async function status(
  sandbox: TestSandbox,
  headers: Record<string, string>,
  { method = 'GET', path = '/control/status', version = '1.1' } = {},
) {
  const lines = Object.entries({ ...headers, Connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`)
  const { text } = await rawExchange(sandbox.url, `${method} ${path} HTTP/${version}\r\n${lines.join('')}\r\n`)
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1])
}

describe('the control API of a sandbox on loopback', () => {
  let sandbox: TestSandbox
  let port: string

  beforeAll(async () => {
    sandbox = await TestSandbox.start({ allowedHosts: ['sandbox.hospital.test'] })
    port = new URL(sandbox.url).port
  })
  afterAll(() => sandbox.close())

  it.each([
    ['127.0.0.1', 200],
    ['127.0.0.1:PORT', 200],
    ['127.0.0.1:1', 200],
    ['localhost:PORT', 200],
    ['LOCALHOST:PORT', 200],
    ['[::1]:PORT', 200],
    ['[::1]', 200],
    ['sandbox.hospital.test:PORT', 200],
    ['Sandbox.Hospital.TEST', 200],
    ['evil.test', 403],
    ['evil.test:PORT', 403],
    ['localhost.evil.test:PORT', 403],
    ['127.0.0.1.evil.test', 403],
    ['127.0.0.1:PORT@evil.test', 403],
    ['::1', 403],
    ['[::2]:PORT', 403],
    ['192.168.1.5:PORT', 403],
    ['control', 403],
    ['', 403],
  ])('answers Host: %s with %i', async (host, answered) => {
    expect(await status(sandbox, { Host: host.replace('PORT', port) })).toBe(answered)
  })

  it.each([
    ['http://127.0.0.1:PORT', 200],
    ['http://localhost:3000', 200],
    ['HTTP://LOCALHOST:PORT', 200],
    ['http://[::1]:PORT', 200],
    ['https://sandbox.hospital.test', 200],
    ['https://evil.test', 403],
    ['http://localhost.evil.test', 403],
    ['http://evil.test:PORT', 403],
    ['http://127.0.0.1:PORT@evil.test', 403],
    ['null', 403],
    ['file://', 403],
    ['', 403],
  ])('answers Origin: %s with %i', async (origin, answered) => {
    expect(await status(sandbox, { Host: `127.0.0.1:${port}`, Origin: origin.replace('PORT', port) })).toBe(answered)
  })

  it('refuses before it does anything, for every method and workspace', async () => {
    await sandbox.control('POST', '/workspaces', { name: 'other' })
    const before = (await sandbox.control('GET', '/workspaces')).text
    for (const call of [
      { method: 'POST', path: '/control/reset' },
      { method: 'DELETE', path: '/control/workspaces/other' },
      { method: 'POST', path: '/w/other/control/reset' },
      { method: 'DELETE', path: '/control/journal' },
    ]) {
      expect(await status(sandbox, { Host: 'evil.test' }, call)).toBe(403)
      expect(await status(sandbox, { Host: '127.0.0.1', Origin: 'https://evil.test' }, call)).toBe(403)
    }
    expect((await sandbox.control('GET', '/workspaces')).text).toBe(before)
  })

  it('says what it does not take, and gives no page leave to read it', async () => {
    const reply = await sandbox.send('/control/status', { headers: { origin: 'https://evil.test' } })
    expect(reply.json).toMatchObject({
      error: { rule: 'foreign-origin', th: expect.any(String), en: expect.stringContaining('https://evil.test'), hint: {} },
    })
    const good = await sandbox.send('/control/status', { headers: { origin: 'http://localhost:3000' } })
    expect(Object.keys(good.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('takes a request of HTTP/1.0 without a Host, which no browser sends', async () => {
    expect(await status(sandbox, {}, { version: '1.0' })).toBe(200)
    expect(await status(sandbox, {}, { version: '1.1' })).toBe(400)
  })

  it('leaves the upstreams open to every Host: they are what a HIS calls', async () => {
    const path = '/cvp1.moph.go.th/token?Action=get_moph_access_token'
    expect(await status(sandbox, { Host: 'sandbox-in-docker:4010', 'Content-Length': '0' }, { method: 'POST', path })).toBe(400)
    expect(await status(sandbox, { Host: 'control', 'Content-Length': '0' }, { method: 'POST', path })).toBe(400)
  })
})

describe('the control API of a sandbox on another address', () => {
  let sandbox: TestSandbox
  let reached: string

  beforeAll(async () => {
    sandbox = await TestSandbox.start({ host: '0.0.0.0', controlToken: 'the control token' })
    reached = `127.0.0.1:${new URL(sandbox.url).port}`
  })
  afterAll(() => sandbox.close())

  it.each([
    ['no token', undefined, 401],
    ['another token', 'Bearer nonsense', 401],
    ['half of it', 'Bearer the control', 401],
    ['the token alone', 'the control token', 401],
    ['its token', 'Bearer the control token', 200],
  ])('answers %s', async (_what, authorization, answered) => {
    expect(await status(sandbox, { Host: reached, ...(authorization === undefined ? {} : { Authorization: authorization }) })).toBe(
      answered,
    )
  })

  it('refuses a foreign Host and Origin all the same', async () => {
    const Authorization = 'Bearer the control token'
    expect(await status(sandbox, { Host: 'evil.test', Authorization })).toBe(403)
    expect(await status(sandbox, { Host: reached, Origin: 'https://evil.test', Authorization })).toBe(403)
  })

  it('asks nobody for it who calls an upstream', async () => {
    const { token } = { token: await sandbox.token() }
    expect(token).toMatch(/^eyJ/)
  })

  it('makes a token up where none is given', async () => {
    const other = await TestSandbox.start({ host: '0.0.0.0' })
    const { controlToken } = other.running
    expect(controlToken).toMatch(/^[\w-]{32}$/)
    expect((await other.send('/control/status')).json).toMatchObject({ error: { rule: 'control-token' } })
    expect((await other.send('/control/status', { headers: { authorization: `Bearer ${controlToken}` } })).status).toBe(200)
    await other.close()
  })

  it('knows its own IPv6 address', async () => {
    const other = await TestSandbox.start({ host: '::1' })
    expect(other.running.controlToken).toBeUndefined()
    expect((await other.control('GET', '/status')).status).toBe(200)
    await other.close()
  })
})
