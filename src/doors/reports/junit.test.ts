import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { junitXml } from './junit.ts'
import { sampleReport } from './testing/report.ts'

const parser = new XMLParser({
  ignoreAttributes: false,
  htmlEntities: true,
  attributeNamePrefix: '',
  isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
})

test('the file', async () => {
  await expect(junitXml(sampleReport)).toMatchFileSnapshot('testing/golden/junit.xml')
})

test('is well formed, whatever the texts hold', () => {
  const xml = junitXml(sampleReport)
  expect(XMLValidator.validate(xml)).toBe(true)
  // What XML 1.0 forbids even as a reference.
  expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]|&#(?!9;|10;|13;)/u)
})

test('has a suite for each scenario, and counts that agree with what is in it', () => {
  const { testsuites } = parser.parse(junitXml(sampleReport))
  const suites = testsuites.testsuite.map(({ name, tests, failures, errors, skipped, time, timestamp }: Record<string, string>) => ({
    ...{ name, tests, failures, errors, skipped, time, timestamp },
  }))
  const timestamp = '2026-12-01T02:00:00'
  expect(suites).toEqual([
    { name: 'login', tests: '2', failures: '0', errors: '0', skipped: '1', time: '0.000', timestamp },
    { name: 'appointment', tests: '5', failures: '1', errors: '1', skipped: '2', time: '31.243', timestamp },
  ])
  for (const suite of testsuites.testsuite) {
    const having = (element: string) => String(suite.testcase.filter((testcase: object) => element in testcase).length)
    expect(having('failure')).toBe(suite.failures)
    expect(having('error')).toBe(suite.errors)
    expect(having('skipped')).toBe(suite.skipped)
  }
})

test('gives every text back as it was', () => {
  const { testsuites } = parser.parse(junitXml(sampleReport))
  const [, book, , postpone] = testsuites.testsuite[1].testcase
  expect(book.failure).toEqual({
    message: `fail: the "second" booking: expected <409> & nothing else, it's seen 200 \\u0001\\uffff`,
    type: 'fail',
  })
  expect(book.name).toBe('book: Find a room of the department / ค้นหาห้องตรวจของแผนก')
  expect(postpone.skipped).toEqual({ message: 'unavailable: no complete reply\nwithin 30 s' })
  expect(testsuites.testsuite[1]['system-err']).toContain('<cancel it by hand>')
  expect(testsuites.testsuite[0].properties.property).toContainEqual({ name: 'moph-account', value: 'http://127.0.0.1:4010/?a=1&b=2' })
})

test('a sandbox that does not answer is an error, a real zone that does not is skipped', () => {
  const onSandbox = junitXml({ ...sampleReport, target: { ...sampleReport.target, kind: 'sandbox' } })
  const { testsuites } = parser.parse(onSandbox)
  expect(testsuites.testsuite[1]).toMatchObject({ errors: '2', skipped: '1' })
})
