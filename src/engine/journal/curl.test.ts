import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curlLine } from './curl.ts'
import type { KeptExchange } from './kept.ts'

const base = 'http://127.0.0.1:4010'

function exchange(change: { url?: string; type?: string; body?: string; method?: string }): KeptExchange {
  const { url = 'a.example/b', type, body, method = 'POST' } = change
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
  return { method, url, request: { headers, ...(body === undefined ? {} : { body }) } } as KeptExchange
}

/** What curl would be given by a shell that the lines are pasted into. */
function pasted(lines: readonly string[]): string[][] {
  const script = `curl() { printf '%s\\0' "$#" "$@"; }\nTOKEN=t SECRET='se cret'\n${lines.join('\n')}\n`
  const words = execFileSync('bash', ['--norc', '-s'], { input: script, env: { LC_ALL: 'C.UTF-8' } })
    .toString('utf8')
    .split('\0')
  const calls: string[][] = []
  for (let at = 0; at < words.length - 1; at += 1 + Number(words[at])) calls.push(words.slice(at + 1, at + 1 + Number(words[at])))
  return calls
}

const hostile = fc
  .string({ unit: fc.constantFrom(...'\'"$`\\!;&|<>(){}[]*?~# \t\n\r\u001b\u0007\u009b\u202e\u2028กำabc1'), minLength: 1, maxLength: 20 })
  .filter((text) => !text.startsWith('('))

describe('The line to repeat a call', () => {
  it('gives curl what was sent, whatever it was, and a shell nothing else to do', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ url: hostile, type: hostile, body: hostile, method: hostile }), { minLength: 20, maxLength: 20 }),
        (sent) => {
          const lines = sent.map((each) => curlLine(exchange(each), base))
          for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
          expect(pasted(lines)).toEqual(
            sent.map(({ url, type, body, method }) => [
              '-g',
              '-X',
              method,
              `${base}/${url}`,
              '-H',
              `Content-Type: ${type}`,
              '--data-raw',
              body,
            ]),
          )
        },
      ),
      { numRuns: 15 },
    )
  })

  it('has variables in place of secrets, beside whatever stands there', () => {
    const line = curlLine(exchange({ url: 'a?token=(secret)&b=1', body: '{"pin":"(secret)","a":"it\'s\n"}' }), base)
    expect(line).toContain('\'"$SECRET"\''.slice(1))
    expect(pasted([line])).toEqual([['-g', `${base}/a?token=se cret&b=1`, '--data-raw', '{"pin":"se cret","a":"it\'s\n"}']])
  })

  it.each([
    ['is longer than one pastes', 'x'.repeat(4001)],
    ['holds NUL, which no argument can', 'a\0b'],
    ['was not kept', '(12 bytes that are not UTF-8)'],
  ])('takes the body from a file where it %s', (_why, body) => {
    expect(curlLine(exchange({ body }), base)).toMatch(/--data-binary @body\.json$/)
  })
})
