import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rawExchange } from '../../../fixtures/harness/rawExchange.ts'
import { TestSandbox } from '../../../fixtures/harness/sandbox.ts'

const tis620 = Buffer.from([0xb7, 0xb4, 0xca, 0xcd, 0xba])
const slots = '/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=GetHospitalDepartment&hospital_code=99999'
const get = (target: string, headers = 'Host: a') => `GET ${target} HTTP/1.1\r\n${headers}\r\n\r\n`

describe('a request that no parser takes', () => {
  let sandbox: TestSandbox
  beforeAll(async () => {
    sandbox = await TestSandbox.start()
  })
  afterAll(() => sandbox.close())

  const newest = async () => (await sandbox.control('GET', '/journal?limit=1')).json[0]

  it.each<[what: string, bytes: string | Buffer, status: number, rule: string, upstream: string | null]>([
    ['with a space in its URL, as the manual prints them', get(`${slots.slice(0, -5)} 99999`), 400, 'url-not-encoded', 'moph-appointment'],
    ['with raw UTF-8 in its URL', get(`${slots}&name=ทดสอบ`), 400, 'url-not-encoded', 'moph-appointment'],
    [
      'with raw TIS-620 in its URL',
      Buffer.concat([Buffer.from(`GET ${slots}&n=`), tis620, Buffer.from(' HTTP/1.1\r\nHost: a\r\n\r\n')]),
      400,
      'url-not-encoded',
      'moph-appointment',
    ],
    ['with a token that is folded', get(slots, 'Host: a\r\nAuthorization: Bearer x\r\n y'), 400, 'header-form', 'moph-appointment'],
    ['with a space after the name of a header', get(slots, 'Host: a\r\nAuthorization : Bearer x'), 400, 'header-form', 'moph-appointment'],
    ['with NUL in a header', get(slots, 'Host: a\r\nX: \0'), 400, 'header-form', 'moph-appointment'],
    ['with its method in small letters', get(slots).replace('GET', 'get'), 400, 'method-in-small-letters', 'moph-appointment'],
    ['with two lengths', get(slots, 'Host: a\r\nContent-Length: 2\r\nContent-Length: 3'), 400, 'content-length', 'moph-appointment'],
    ['with a head of 70 kB', get(slots, `Host: a\r\nCookie: ${'c'.repeat(70_000)}`), 431, 'head-too-large', null],
    ['that is a TLS hello', Buffer.from('1603010200010001fc0303', 'hex'), 400, 'tls-on-plain-port', null],
    ['that is no HTTP', 'hello\r\n\r\n', 400, 'not-http', null],
  ])('%s gets an answer, a reason and a place in the journal', async (_what, bytes, status, rule, upstream) => {
    const { text } = await rawExchange(sandbox.url, bytes, 1000)
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    const exchange = await newest()
    expect(exchange).toMatchObject({ upstream, operation: null, reply: { status }, findings: [{ rule, severity: 'error' }] })
    expect(text.split('\r\n\r\n')[1]).toBe(exchange.reply.body)
    if (upstream) expect(JSON.parse(exchange.reply.body)).toMatchObject({ MessageCode: status })
    for (const language of ['th', 'en']) expect(exchange.findings[0].hint[language]).toMatch(/\S/)
  })

  it.each([
    ['15 kB of cookies', get(slots, `Host: a\r\nCookie: ${'c'.repeat(15_000)}\r\nConnection: close`)],
    ['a URL of 20 kB', get(`${slots}&x=${'y'.repeat(20_000)}`, 'Host: a\r\nConnection: close')],
  ])('is not one with %s', async (_what, bytes) => {
    expect((await rawExchange(sandbox.url, bytes, 1000)).text).toMatch(/^HTTP\/1.1 401 /)
  })

  it('is what is left over where Content-Length counts characters: both are told why', async () => {
    const body = JSON.stringify({ user: 'demo', note: 'ข้อความภาษาไทยที่ยาวพอสมควร' })
    const head = `POST /cvp1.moph.go.th/token?Action=get_moph_access_token HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    const { text } = await rawExchange(sandbox.url, head + body, 1000)
    expect(text).toMatch(/^HTTP\/1.1 400 /)
    const journal = (await sandbox.control('GET', '/journal?limit=2')).json
    const rules = journal.flatMap(({ findings }: { findings: { rule: string }[] }) => findings.map(({ rule }) => rule))
    expect(rules).toContain('content-length')
    expect(rules).not.toContain('json')
  })
})

describe('a call at the door', () => {
  let sandbox: TestSandbox
  beforeAll(async () => {
    sandbox = await TestSandbox.start()
  })
  afterAll(() => sandbox.close())

  it('of 3 MB is told that it is too large while it is still being sent', async () => {
    const head = `POST /cvp1.moph.go.th/token?Action=get_moph_access_token HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n`
    const { text } = await rawExchange(sandbox.url, head + 'x'.repeat(3_000_000), 3000)
    expect(text).toMatch(/^HTTP\/1.1 413 /)
    expect(text).toContain('"MessageCode":413')
  })

  it('that asks whether its 3 MB are welcome is told at once', async () => {
    const head = `POST /cvp1.moph.go.th/token?Action=get_moph_access_token HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3000000\r\n\r\n`
    expect((await rawExchange(sandbox.url, head, 1000)).text).toMatch(/^HTTP\/1.1 413 /)
  })

  it('with a compressed body is told so', async () => {
    const raw = Buffer.from('1f8b0800000000000003ab5602004341a2', 'hex')
    const answer = await sandbox.send('/cvp1.moph.go.th/token?Action=get_moph_access_token', {
      method: 'POST',
      raw,
      headers: { 'content-encoding': 'gzip' },
    })
    expect(answer.status).toBe(415)
    expect((await sandbox.lastFindings())[0]).toMatchObject({ rule: 'content-encoding', pointer: '/headers/content-encoding' })
  })

  it('by HEAD is answered as by GET, without the body', async () => {
    const { text } = await rawExchange(sandbox.url, `HEAD ${slots} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 1000)
    expect(text).toMatch(/^HTTP\/1.1 401 .*\r\n/)
    expect(text.split('\r\n\r\n')[1]).toBe('')
  })

  it.each(['/', '/health', '/ready', '/favicon.ico', '/robots.txt'])('to %s is answered and stands in no journal', async (path) => {
    const { length } = (await sandbox.control('GET', '/journal')).json
    expect((await sandbox.send(path)).status).toBeLessThan(300)
    expect((await sandbox.control('GET', '/journal')).json).toHaveLength(length)
  })

  it('from a page of another site reads nothing of the control API', async () => {
    const { status } = await sandbox.send('/control/journal', { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(status).toBe(403)
  })
})
