import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { upstreams } from '../../mocks/index.ts'
import { operationsOf } from '../upstream/operation.ts'
import { declaredNames } from './exchange/declared.ts'
import { soundsSecret } from './names.ts'
import { redacted, Search } from './search.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('A secret', () => {
  it.each([
    ['behind JSON escapes', '{"p\\u0061ssword":"x1","hn":"7"}', '{"p\\u0061ssword":"(secret)","hn":"7"}'],
    [
      'under an escaped Thai name',
      '{"\\u0e23\\u0e2b\\u0e31\\u0e2a\\u0e1c\\u0e48\\u0e32\\u0e19":"x1"}',
      '{"\\u0e23\\u0e2b\\u0e31\\u0e2a\\u0e1c\\u0e48\\u0e32\\u0e19":"(secret)"}',
    ],
    ['that is a number', '{ "otp" : 123456, "hn": 7 }', '{ "otp" : "(secret)", "hn": 7 }'],
    ['that is a list', '{"session":["a",{"b":1}],"hn":7}', '{"session":"(secret)","hn":7}'],
    ['of a name that stands twice', '{"pin":"1","pin":"2"}', '{"pin":"(secret)","pin":"(secret)"}'],
    ['in JSON in a string', '{"a":"{\\"password\\":\\"x1\\",\\"hn\\":7}"}', '{"a":"{\\"password\\":\\"(secret)\\",\\"hn\\":7}"}'],
    ['named by another field', '{"name":"password","value":"x1"}', '{"name":"password","value":"(secret)"}'],
    ['named by a later field', '{"value":"x1","key":"api_key"}', '{"value":"(secret)","key":"api_key"}'],
    ['behind its name in a list', '["password","x1"]', '["password","(secret)"]'],
    ['in several JSON texts', '{"hn":1}\n{"pin":"1"}', '{"hn":1}\n{"pin":"(secret)"}'],
    ['between semicolons', 'a=1;password=x1', 'a=1;password=(secret)'],
    ['behind a second ?', '/a?b=1?token=x1', '/a?b=1?token=(secret)'],
    ['in JSON in a query', 'q=%7B%22pin%22%3A%22x1%22%7D&d=1', 'q=%7B%22pin%22%3A%22(secret)%22%7D&d=1'],
    ['in the query of a URL in a query', 'r=https%3A%2F%2Fa.example%2F%3Ftoken%3Dx1', 'r=https%3A%2F%2Fa.example%2F%3Ftoken%3D(secret)'],
    ['before the host of a URL', 'see https://me:x1@a.example/b', 'see https://(secret)@a.example/b'],
    ['in Base64', `at ${base64('{"password":"x1"}')} .`, 'at (secret) .'],
    ['as Basic has it', `at ${base64('someone:x1y2z3')} .`, 'at (secret) .'],
    ['behind Bearer, in a text', 'sent Bearer 7abc.defgh today', 'sent Bearer (secret) today'],
    ['in XML', '<a:pin n="1">12</a:pin><hn>7</hn>', '<a:pin n="1">(secret)</a:pin><hn>7</hn>'],
    ['in a log line', 'hn=7 password=x1 date=2026', 'hn=7 password=(secret) date=2026'],
    ['in JSON that breaks off', '{"hn":"7","password":"x1', '{"hn":"7","password":"(secret)'],
    ['that is a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----', '(secret)'],
    ['as bcrypt writes it', `at $2b$10$${'a'.repeat(53)} .`, 'at (secret) .'],
    ['that is an MD5', 'at 5d41402abc4b2a76b9719d911017c592 .', 'at (secret) .'],
    ['in UTF-16', '{"pin":"x1"}'.split('').join('\0'), '(secret)'],
  ])('%s is hidden, and nothing else', (_what, given, want) => {
    expect(redacted(given)).toBe(want)
  })

  it('declared by a spec has a name that sounds like one, or the first look would pass over it', () => {
    const declared = upstreams.flatMap(operationsOf).flatMap((operation) => [...declaredNames(operation).secrets])
    expect(declared.length).toBeGreaterThan(0)
    expect(declared.filter((name) => !soundsSecret(name))).toEqual([])
  })
})

describe('What is no secret stays to the letter', () => {
  it.each([
    '{"table_name":"opd","date":"2026-01-01","cid":"1999900000011","code":"E119","passport_no":"AA1"}',
    '{"author":"a","shipping":"b","inside":"c","design":"d","authenCode":"PP1","token_type":"bearer"}',
    '{"id":"5d41402abc4b2a76b9719d911017c592","request_id":"5d41402abc4b2a76b9719d911017c592"}',
    '{"correlationId":"0b6f1a52-6f2c-4c1e-9d35-7f1c2f6f0a11","pin":null,"otp":true}',
    'นาย สมชาย ทดสอบ มารับบริการ 09:30 น. สิทธิ: UCS',
    'Mozilla/5.0 (Windows NT 10.0; Win64; rv:109.0) Gecko/20100101',
    'The password is wrong. Basic information about the token of the hospital',
    'name=สมชาย&date=2026-01-01&note=%E0%B8%81+100%25',
    '[1,2,{"a":[]}] ',
  ])('%s', (text) => {
    expect(redacted(text)).toBe(text)
  })

  it('whatever JSON it is, where no name and no value tells of one', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abdgmnquvwxyzกขคงจ012 "\\\n'), maxLength: 7 })
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        word,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any')),
        fc.dictionary(word, tie('any')),
      ),
    })).any
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (data, indent) => {
        const text = JSON.stringify(data, null, indent)
        expect(redacted(text)).toBe(text)
      }),
    )
  })
})

describe('Any JSON', () => {
  it('stays JSON, loses what stands under the name of a secret at any depth, and keeps the rest', () => {
    const leaf = fc.oneof(fc.constant('VALUE'), fc.constant('~{"pin":"VALUE"}'))
    const data = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('any'), { maxLength: 3 }),
        fc.record({ hn: tie('any') }),
        fc.record({ password: tie('any') }),
      ),
    })).any
    const kept = (value: unknown): unknown => {
      if (typeof value === 'string') return value.replace(/^~.*/, '~{"pin":"(secret)"}')
      if (Array.isArray(value)) return value.map(kept)
      const [[name, inner] = ['', undefined]] = Object.entries(value as object)
      return name === 'password' ? { password: '(secret)' } : { [name]: kept(inner) }
    }
    fc.assert(
      fc.property(data, (value) => {
        expect(JSON.parse(redacted(JSON.stringify({ a: value })))).toEqual({ a: kept(value) })
      }),
    )
  })
})

const mebibyte = 1024 * 1024
const full = (text: string) => text.repeat(Math.ceil(mebibyte / text.length)).slice(0, mebibyte)
const many = (make: (index: number) => string, each: number) => Array.from({ length: mebibyte / each }, (_, index) => make(index))

const hostile: Record<string, string> = {
  ...Object.fromEntries(
    [
      ...[
        '=',
        ':',
        '%',
        '"',
        "'",
        '\\',
        '<',
        '{',
        '[',
        '&',
        '\n',
        '\0a',
        'a',
        'ก',
        '\\"',
        '[{"a":',
        'a=',
        'a=b&',
        'ab=',
        '%41',
        '%25',
        '%41&',
      ],
      ...[
        '%41 ',
        '%2541',
        'x=%7B%22&',
        'a={&',
        '=["',
        '://',
        'http://a@',
        '<pin>',
        '<pin<pin ',
        'name=',
        'value=',
        'name=token ',
        'name="token"',
      ],
      ...[
        'password=',
        'password=a ',
        'password=a;',
        'password: a, ',
        '"password":"',
        '\\"pin\\":\\"',
        'Bearer ',
        'Bearer a1234567 ',
        'basic ',
      ],
      ...[
        'eyJ',
        'eyJ ',
        'eyJhbGciOi.',
        '$2b$',
        '$2b$10$aaaa',
        'dXNlcjpwYXNz ',
        'QUJDREVGR0hJSktM/',
        'QUJDREVGR0hJSktM\n',
        'a/',
        'H4sIAAAAAAAA ',
      ],
      ...['-----BEGIN PRIVATE KEY-----', '0123456789abcdef ', '5d41402abc4b2a76b9719d911017c592 ', '--b\r\nname="pin"\r\n\r\n1\r\n'],
    ].map((text) => [JSON.stringify(text), full(text)]),
  ),
  'pass, then =': `pass${full('a=')}`,
  'a list of texts': JSON.stringify(many((index) => `a${index}`, 9)),
  'names of all kinds': `{${many((index) => `"k${index}":1`, 12).join()}}`,
  'fields of a form': many((index) => `k${index}=1`, 10).join('&'),
  'a text of escapes': `"${full('\\u0061')}"`,
  'JSON in JSON in JSON': JSON.stringify(JSON.stringify(JSON.stringify({ a: 'pin=1 '.repeat(mebibyte / 24) }))),
  'Base64 of a text': base64(full('pin=1 ')).slice(0, mebibyte),
  'a photo': base64(String.fromCharCode(...Array.from({ length: 65_536 }, (_, index) => (index * 7919) % 251)))
    .repeat(12)
    .slice(0, mebibyte),
  records: JSON.stringify(many((index) => `${index} นาย สมชาย`, 100).map((name) => ({ name, at: '2026-01-02 09:30:00', note: 'ยา: 2' }))),
}

describe('However hostile a text of 1 MiB is', () => {
  /** Of this thread alone: machines are shared. The best of some, since the first ones are compiled. */
  const milliseconds = (work: () => void) => {
    let best = Number.POSITIVE_INFINITY
    for (let run = 0; run < 20 && best >= 50; run++) {
      const before = process.threadCpuUsage()
      work()
      const { user, system } = process.threadCpuUsage(before)
      best = Math.min(best, (user + system) / 1000)
    }
    return best
  }

  /** `npm run attack` holds the 50 ms; on a machine that does other things meanwhile, this tells linear from quadratic. */
  const mostMs = 250

  it.each(Object.entries(hostile))('it is searched in a time that its length bounds: %s', (_what, text) => {
    expect(milliseconds(() => void redacted(text))).toBeLessThan(mostMs)
    const wary = () => {
      try {
        new Search(text.length, { wary: true }).text(text)
      } catch {}
    }
    expect(milliseconds(wary)).toBeLessThan(mostMs)
  })

  it('what can not be searched in time is withheld, not kept', () => {
    expect(redacted(`${full('password=x1;ab=1;')}`)).toBe('(withheld: too intricate to be searched for secrets)')
  })
})
