import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { booking } from '../../../fixtures/harness/appointment.ts'
import { rawExchange } from '../../../fixtures/harness/rawExchange.ts'
import { type Answer, type Request, TestSandbox } from '../../../fixtures/harness/sandbox.ts'
import type { Finding } from '../../upstream/finding.ts'

const confirm = '/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=ConfirmAppointmentSlot'
const departments = '/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=GetHospitalDepartment&hospital_code=99999'
const token = '/cvp1.moph.go.th/token?Action=get_moph_access_token'
const mebibyte = 1024 * 1024
/** `ทดสอบ` in TIS-620, as many Delphi programs still send it. */
const tis620 = Buffer.from([0xb7, 0xb4, 0xca, 0xcd, 0xba])

describe('a malformed call', () => {
  let sandbox: TestSandbox
  let authorization: string

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    authorization = `Bearer ${await sandbox.token()}`
  })
  afterAll(() => sandbox.close())

  const call = async (path: string, request: Request = {}): Promise<Answer & { findings: Finding[] }> => {
    const reply = await sandbox.send(path, { ...request, headers: { authorization, ...request.headers } })
    return { ...reply, findings: (await sandbox.lastFindings()) as Finding[] }
  }
  const post = (path: string, raw: string | Uint8Array, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    call(path, { method: 'POST', raw, headers })

  /** Nothing wrong with its form; there is no such schedule. */
  const wellFormed = booking({ schedule_id: 1, cid: '1999900000013' })
  const withComment = (comment: string) => JSON.stringify({ ...booking(), appointment: { ...booking().appointment, comment } })

  describe('with a body that cannot be read', () => {
    it.each<[what: string, body: string | Uint8Array, status: number, rule: string]>([
      ['of more than 1 MiB', JSON.stringify({ ...booking(), filler: 'x'.repeat(mebibyte) }), 413, 'body-too-large'],
      ['cut off', JSON.stringify({ hospital: { hospital_code: '99999' } }).slice(0, -8), 400, 'json'],
      ['that is a form', 'user=demo&password=x', 400, 'form-instead-of-json'],
      ['that is no JSON', 'user: demo', 400, 'json'],
      ['of an unescaped line break', '{"hospital": "a\nb"}', 400, 'json'],
      ['in single quotes', "{'hospital': {}}", 400, 'json'],
      ['with a comma too many', '{"hospital": {},}', 400, 'json'],
      ['of two values', '{}{}', 400, 'json'],
      ['of a byte that is NUL', '{"hospital": "\0"}', 400, 'json'],
      ['in TIS-620', Buffer.concat([Buffer.from('{"hospital":"'), tis620, Buffer.from('"}')]), 400, 'charset'],
      ['in UTF-16', Buffer.from(JSON.stringify(booking()), 'utf16le'), 400, 'json'],
      ['with an escaped NUL', withComment('\0'), 400, 'nul-character'],
    ])('%s is refused by rule', async (_what, body, status, rule) => {
      for (const path of [confirm, token]) {
        const { status: answered, json, findings } = await post(path, body)
        expect(answered).toBe(status)
        expect(json).toMatchObject({ result: null, MessageCode: status })
        expect(findings.map((finding) => [finding.rule, finding.pointer])).toEqual([[rule, '/body']])
      }
    })

    it('or none at all is told what is missing', async () => {
      const { status, findings } = await post(confirm, '')
      expect(status).toBe(400)
      expect(findings).toMatchObject([{ rule: 'schema/required', pointer: '/body', seen: '(absent)' }])
      expect((await post(token, '')).findings).toMatchObject([{ rule: 'moph-account/credentials-missing' }])
    })

    it.each(['[]', 'null', '0', '"text"', 'true', '[[{}]]'])('that is %s is of the wrong type', async (body) => {
      const { status, findings } = await post(confirm, body)
      expect(status).toBe(400)
      expect(findings).toMatchObject([{ rule: 'schema/type', pointer: '/body' }])
    })
  })

  it.each([
    ['arrays', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('of %s nested 100,000 times deep is refused like any other', async (_what, deep) => {
    const body = withComment('@').replace('"@"', deep)
    const { status, findings } = await post(confirm, body)
    expect(status).toBe(413)
    expect(findings[0]).toMatchObject({ rule: 'body-too-intricate', pointer: '/body' })
    expect((await post(token, deep)).status).toBe(413)
    expect((await sandbox.control('GET', '/journal/har')).status).toBe(200)
  })

  it('of 40,000 unknown fields is refused before it is parsed', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`field${index}`, index]))
    const { status, findings } = await post(confirm, JSON.stringify(unknown))
    expect(status).toBe(413)
    expect(findings.map(({ rule }) => rule)).toEqual(['body-too-intricate'])
  })

  it('of 15,000 unknown fields gets its answer and a list that can be read', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`field${index}`, index]))
    const started = performance.now()
    const { status, findings } = await post(confirm, JSON.stringify({ ...unknown, hospital: booking().hospital }))
    expect(performance.now() - started).toBeLessThan(5000)
    expect(status).toBe(400)
    expect(findings).toHaveLength(50)
    // What the call is refused for is among them, and first.
    expect(findings.slice(0, 2).map(({ pointer }) => pointer)).toEqual(['/body/person', '/body/appointment'])
  })

  it('of an unknown field with a name of 900 KB is answered, and the name is cut', async () => {
    const started = performance.now()
    const { findings } = await post(confirm, JSON.stringify({ ...wellFormed, ['n'.repeat(900_000)]: 1 }))
    expect(performance.now() - started).toBeLessThan(2000)
    expect(findings.map(({ rule }) => rule)).toEqual(['unknown-property', 'moph-appointment/unknown-schedule'])
    expect(findings[0]!.text.en.length).toBeLessThan(300)
    expect(findings[0]!.pointer.length).toBeLessThan(300)
  })

  it('with 200,000 wrong items in a list of the control API gets one answer in time', async () => {
    const roles = `{"roles":[${'0,'.repeat(200_000)}0]}`
    const started = performance.now()
    const { status, text } = await sandbox.send('/control/groups/many', { method: 'PUT', raw: roles })
    expect(performance.now() - started).toBeLessThan(5000)
    expect(status).toBe(400)
    expect(text.length).toBeLessThan(20_000)
  })

  describe('with an unusual form that real clients send', () => {
    it.each([
      ['no content type', undefined],
      ['an empty one', ''],
      ['half of one', 'json'],
      ['nonsense', ';;;'],
      ['a form', 'application/x-www-form-urlencoded'],
      ['text', 'text/plain; charset=utf-8'],
      ['two of them', 'application/json, text/plain'],
    ])('is answered, and reported: %s', async (_what, type) => {
      const { status, findings } = await post(
        token,
        JSON.stringify({ user: 'nobody', password_hash: 'a'.repeat(64), hospital_code: '99999' }),
        type === undefined ? {} : { 'content-type': type },
      )
      expect(status).toBe(401)
      const reported = findings.filter(({ pointer }) => pointer === '/headers/content-type')
      expect(reported).toMatchObject(
        type?.startsWith('application/json') ? [] : [{ rule: 'moph-account/form-content-type', severity: 'warning' }],
      )
    })

    it.each(['application/json', 'application/json;', 'APPLICATION/JSON', 'application/json; charset=UTF-8', 'application/json; charset='])(
      'and %s is the right one',
      async (type) => {
        const { status, findings } = await post(confirm, JSON.stringify(wellFormed), { 'content-type': type })
        expect(status).toBe(404)
        expect(findings.map(({ rule }) => rule)).toEqual(['moph-appointment/unknown-schedule'])
      },
    )

    it('is answered with a byte order mark', async () => {
      const { status, findings } = await post(confirm, `\uFEFF${JSON.stringify(wellFormed)}`)
      expect(status).toBe(404)
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'byte-order-mark', severity: 'warning', pointer: '/body' }))
    })

    it('is answered when a text holds the letters \\u0000, which are no NUL', async () => {
      const { status } = await post(confirm, withComment(String.raw`C:\u0000`).replace('"schedule_id":999', '"schedule_id":1'))
      expect(status).toBe(404)
    })
  })

  describe('with a query that cannot be read', () => {
    it.each([
      ['TIS-620', '%B7%B4', 'charset'],
      ['half an encoding', '%E0%B8', 'charset'],
      ['NUL', '9%00', 'nul-character'],
    ])('in %s is refused where it stands', async (_what, value, rule) => {
      const { status, findings } = await call(departments.replace('99999', value))
      expect(status).toBe(400)
      expect(findings).toContainEqual(expect.objectContaining({ rule, pointer: '/query/hospital_code', severity: expect.any(String) }))
    })

    it.each(['%zz', '%', '%4'])('of %s is what it says, and of the wrong form', async (value) => {
      const { status, findings } = await call(departments.replace('99999', value))
      expect(status).toBe(400)
      expect(findings).toMatchObject([{ rule: 'schema/pattern', seen: JSON.stringify(value) }])
    })

    it('that says a parameter twice is told so', async () => {
      const { status, findings } = await call(`${departments}&hospital_code=00000`)
      expect(status).toBe(400)
      expect(findings).toMatchObject([{ rule: 'schema/type', pointer: '/query/hospital_code', seen: '["99999","00000"]' }])
      expect(findings[0]!.text.en).toBe('hospital_code is sent more than once')
    })

    it.each(['__proto__', 'constructor', 'hasOwnProperty'])('that names %s is answered, and the name is reported', async (name) => {
      const { status, findings } = await call(`${departments}&${name}=a&${name}=b`)
      expect(status).toBe(200)
      expect(findings).toMatchObject([{ rule: 'unknown-property', pointer: `/query/${name}`, seen: '["a","b"]' }])
    })

    it('of 2,000 parameters is answered', async () => {
      const { status } = await call(`${departments}&${Array.from({ length: 2000 }, (_, index) => `a${index}=`).join('&')}`)
      expect(status).toBe(200)
    })
  })

  it.each([
    ['NUL', 'a%00b'],
    ['U+FFFD', 'a%EF%BF%BD'],
  ])('with %s in its path is refused, and asks no database for it', async (_what, login) => {
    const { status, json } = await sandbox.send(`/control/accounts/cvp1/${login}`)
    expect([status, json.error.rule]).toEqual([400, 'malformed'])
  })

  describe('that goes nowhere', () => {
    it.each([
      ['a path in a broken encoding', '/cvp1.moph.go.th/%zz', 400, 'url-encoding'],
      ['a path in TIS-620', '/cvp1.moph.go.th/%B7%B4', 400, 'url-encoding'],
      ['a path of 10 KB', `/cvp1.moph.go.th/${'x'.repeat(10_000)}`, 404, 'unknown-to-the-sandbox'],
      ['a path of slashes', '/cvp1.moph.go.th//////', 404, 'unknown-to-the-sandbox'],
      ['a path that climbs', '/cvp1.moph.go.th/../../etc/passwd', 404, 'unknown-to-the-sandbox'],
      ['no path', '/w/default', 404, 'unknown-to-the-sandbox'],
      ['only slashes', '//', 404, 'unknown-to-the-sandbox'],
    ])('is answered and kept: %s', async (_what, path, status, rule) => {
      const reply = await call(path)
      expect(reply.status).toBe(status)
      expect(reply.findings).toMatchObject([{ rule }])
    })

    it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'])(
      'by %s is answered in the words of its upstream',
      async (method) => {
        const { status, json, findings } = await call(token, { method })
        expect(status).toBe(405)
        expect(json).toMatchObject({ result: null, MessageCode: 405 })
        expect(findings).toMatchObject([{ rule: 'unknown-to-the-sandbox', severity: 'warning', pointer: '/method' }])
      },
    )

    it('finds its way with the whole address in its first line, as a proxy is asked', async () => {
      const { text } = await rawExchange(
        sandbox.url,
        'GET http://cvp1.moph.go.th/nowhere HTTP/1.1\r\nHost: cvp1.moph.go.th\r\nConnection: close\r\n\r\n',
      )
      expect(text).toMatch(/^HTTP\/1.1 404 /)
      expect((await sandbox.lastFindings())[0]).toMatchObject({ rule: 'unknown-to-the-sandbox', severity: 'warning' })
    })
  })

  describe('that is hardly HTTP', () => {
    it.each<[what: string, bytes: string | Uint8Array, answer: RegExp]>([
      ['no request at all', 'hello\r\n\r\n', /^HTTP\/1.1 400 /],
      ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc]), /^HTTP\/1.1 400 /],
      [
        'raw TIS-620 in the address',
        Buffer.concat([Buffer.from('GET /'), tis620, Buffer.from(' HTTP/1.1\r\nHost: a\r\n\r\n')]),
        /^HTTP\/1.1 400 /,
      ],
      ['no Host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400 /],
      ['a length that is none', 'POST /cvp1.moph.go.th/token HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n', /^HTTP\/1.1 400 /],
      ['a head of 70 KB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, /^HTTP\/1.1 431 /],
      [
        'a length and chunks',
        'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        /^HTTP\/1.1 400 /,
      ],
      ['a tunnel', 'CONNECT cvp1.moph.go.th:443 HTTP/1.1\r\nHost: a\r\n\r\n', /^$/],
    ])('is turned away: %s', async (_what, bytes, answer) => {
      expect((await rawExchange(sandbox.url, bytes, 1000)).text).toMatch(answer)
      expect((await call(departments)).status).toBe(200)
    })

    it('is waited for when it comes slowly, without keeping others waiting', async () => {
      const slow = rawExchange(sandbox.url, 'POST /cvp1.moph.go.th/token HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{"user":', 1500)
      const quick = performance.now()
      expect((await call(departments)).status).toBe(200)
      expect(performance.now() - quick).toBeLessThan(1000)
      expect((await slow).text).toBe('')
    })

    it('does nothing when it breaks off', async () => {
      const before = (await sandbox.control('GET', '/journal')).json[0].id
      const head = `POST ${confirm} HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`
      await rawExchange(sandbox.url, head + JSON.stringify(booking()), 200)
      await wait(100)
      expect((await sandbox.control('GET', '/journal')).json[0].id).toBe(before)
    })
  })
})
