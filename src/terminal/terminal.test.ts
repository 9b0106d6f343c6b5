import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { until } from '../../fixtures/harness/sandbox.ts'
import { Cli } from '../../fixtures/harness/spawned.ts'
import { errorText, styled, told } from './say.ts'
import { visible, visibleLines } from './visible.ts'

/** What acts on a terminal or turns a text about: C0, DEL, C1, marks of direction, separators, and other things that no one sees. */
const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u{e0000}-\u{e0fff}]/u
const hostileUnits = [
  '\u001b',
  '\u009b',
  ']52;c;aGk=\u0007',
  '[2J',
  '\r',
  '\n',
  '\u202e',
  '\u2066',
  '\u200f',
  '\u2028',
  '\0',
  '\u007f',
  '\u{e0041}',
  '\ud800',
]
const hostile = fc.string({ unit: fc.oneof(fc.constantFrom(...hostileUnits), fc.constantFrom(...'กำ่้ xyz"\'$`')), maxLength: 30 })

describe('A text for a terminal', () => {
  it('has nothing in it that acts', () => {
    fc.assert(fc.property(hostile, (text) => void expect(visible(text)).not.toMatch(acting)))
    fc.assert(fc.property(hostile, (text) => void expect(visibleLines(text).replaceAll('\n', '')).not.toMatch(acting)))
    fc.assert(fc.property(hostile, (text) => void expect(stripVTControlCharacters(styled('red', text).text)).not.toMatch(acting)))
  })

  it('shows what it is', () => {
    expect(visible('\u001b]52;c;aGk=\u0007\r\n\u202e\u{e0041}')).toBe('\\u001b]52;c;aGk=\\u0007\\u000d\\u000a\\u202e\\udb40\\udc41')
    expect(told`200 ${'GET\n201 GET /paid'} ${styled('green', 'a\u001b[0m')}`.text).not.toContain('\n')
  })

  it.each(['นายสมชาย น้ำใจ ที่อยู่ ๑๒/๓', 'café é', 'a “b” – c → d', '日本 🙂', ' two  spaces '])('leaves %s as it is', (text) => {
    expect(visible(text)).toBe(text)
  })

  it('of an error does not look like a line of the stack, and holds no secret', () => {
    const text = errorText(new Error('broken\n    at forged (x.ts:1:1) password=x1'))
    expect(text.split('\n')[0]).toBe('Error: broken\\u000a    at forged (x.ts:1:1) password=(secret)')
  })

  it('is written by say and warn alone', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url))
    const files = ['src', 'mocks', 'hardware', 'contracts'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map(({ name, parentPath }) => join(parentPath, name)),
    )
    expect(files.length).toBeGreaterThan(300)
    const writing = files
      .filter((file) => !/[/\\](?:testing|foreign-readers|generated)[/\\]/.test(file))
      .filter((file) => /\bconsole\.(?:log|error|warn|info|debug)|std(?:out|err)\.write/.test(readFileSync(file, 'utf8')))
    expect(writing.map((file) => file.slice(root.length))).toEqual(['src/terminal/say.ts'])
  })
})

describe('A sandbox that is sent hostile texts in every place', () => {
  it('writes nothing that acts on a terminal, and no line that is not its own', async () => {
    const cli = new Cli(['start', '--port', '0', '--agent-port', 'off'])
    await until(() => cli.stdout.includes('Ctrl-C'))
    const before = cli.stdout.length
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(cli.stdout)![0]
    const nasty = '\u001b]52;c;aGk=\u0007\u001b[2J\u009b31m\u202eevil\u2028\r\n09:00:00 200 GET /forged 1.0 ms\u0085\0'
    const encoded = encodeURIComponent(nasty)
    const json = { 'content-type': 'application/json' }
    const calls: [method: string, path: string, body?: string | undefined, headers?: Record<string, string>][] = [
      ['POST', '/mophconnect.go.th/api/queue', JSON.stringify({ userId: nasty, [nasty]: nasty, queueNumber: { [nasty]: [nasty] } }), json],
      ['POST', '/mophconnect.go.th/api/queue', `{"userId":"${nasty}`, json],
      ['POST', '/mophconnect.go.th/api/queue', nasty, { 'content-type': 'text/\u009b31m\u0085plain' }],
      [
        'POST',
        '/cvp1.moph.go.th/token?Action=get_moph_access_token',
        JSON.stringify({ user: nasty, hospital_code: nasty, [nasty]: 1 }),
        json,
      ],
      ['GET', `/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=${encoded}`],
      [
        'GET',
        `/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=GetHospitalDepartment&hospital_code=${encoded}&${encoded}=${encoded}`,
      ],
      ['GET', `/cvp1.moph.go.th/${encoded}`],
      ['GET', `/${encoded}/token`],
      ['GET', `/w/${encoded}/control/status`],
      [
        'GET',
        '/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=GetHospitalDepartment',
        undefined,
        { authorization: 'Bearer \u009b31m\u0085' },
      ],
    ]
    for (const [method, path, body, headers = {}] of calls) {
      const reply = await request(`${url}${path}`, { method: method as 'GET', headers, ...(body === undefined ? {} : { body }) })
      expect(reply.statusCode).toBeLessThan(500)
      await reply.body.dump()
    }
    await until(() => (cli.stdout.slice(before).match(/ ms$/gm)?.length ?? 0) >= calls.length - 1)
    const { stdout, stderr } = await cli.stop()
    const said = stripVTControlCharacters(stdout.slice(before))
    expect(said).toContain('\\u001b]52;c')
    for (const line of [...said.split('\n'), ...stderr.split('\n')]) expect(line).not.toMatch(acting)
    // Not a terminal, so without colours of its own, too.
    expect(
      said.split('\n').filter((line) => /^\d\d:\d\d:\d\d /.test(line) && line.includes('/forged 1.0 ms') && !line.includes('\\u')),
    ).toEqual([])
    for (const raw of ['\u001b]', '\u001b[2J', '\u009b']) expect(stdout.slice(before)).not.toContain(raw)
  }, 60_000)
})
