import { expect, test } from 'vitest'
import { exitCodeOf, type Report } from './report.ts'
import { countsOf, type Verdict } from './verdict.ts'

function reportWith(verdicts: readonly Verdict[], kind: 'sandbox' | 'zone' = 'zone'): Report {
  const steps = verdicts.map((verdict) => ({
    ...{ id: 'x', title: { th: 'x', en: 'x' }, operation: 'x', effect: 'read' as const, message: '', ms: 0, checks: [], calls: [] },
    verdict,
  }))
  const scenarios = [{ name: 'x', title: { th: 'x', en: 'x' }, source: 'x', steps, warnings: [] }]
  return { version: '0', started: '', target: { name: 'x', kind, description: [], upstreams: {} }, scenarios }
}

const cases: [Verdict[], 0 | 1 | 2][] = [
  [['pass'], 0],
  [['pass', 'skip', 'blocked'], 0],
  [['pass', 'unavailable', 'blocked'], 0],
  [['pass', 'fail'], 1],
  [['pass', 'error'], 1],
  [['fail'], 1],
  [['error'], 1],
  [['unavailable', 'fail'], 1],
  [[], 2],
  [['skip'], 2],
  [['unavailable', 'blocked', 'skip'], 2],
]

test.each(cases)('%j exits with %i', (verdicts, code) => {
  expect(exitCodeOf(reportWith(verdicts))).toBe(code)
})

test('a sandbox that stops answering half way is a failure of what is under test, one that was never there is not', () => {
  expect(exitCodeOf(reportWith(['pass', 'unavailable'], 'sandbox'))).toBe(1)
  expect(exitCodeOf(reportWith(['unavailable', 'blocked'], 'sandbox'))).toBe(2)
})

test('every verdict is counted for itself', () => {
  const verdicts: Verdict[] = ['pass', 'pass', 'fail', 'blocked']
  expect(countsOf(verdicts.map((verdict) => ({ verdict })))).toEqual({ pass: 2, fail: 1, skip: 0, error: 0, unavailable: 0, blocked: 1 })
})
