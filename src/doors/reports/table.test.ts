import { expect, test } from 'vitest'
import { resultsTable } from './table.ts'
import { sampleReport } from './testing/report.ts'
import { padEnd, textWidth } from './text-width.ts'

test('the table', async () => {
  await expect(`${resultsTable(sampleReport)}\n`).toMatchFileSnapshot('testing/golden/table.txt')
})

test('the message column begins at the same place in every row, whatever marks stand above and below the Thai letters', () => {
  const rows = resultsTable(sampleReport)
    .split('\n')
    .filter((line) => /^ {2}(verdict|pass|fail|skip|error|unavailable|blocked) /.test(line))
  const columns = rows.map((row) => textWidth(row.slice(0, row.search(/message$|The token|Find a room/))))
  expect(rows).toHaveLength(9)
  expect(new Set(columns).size).toBe(1)
})

test('unlike verdicts are counted each for itself', () => {
  expect(resultsTable(sampleReport).split('\n').at(-1)).toBe('2 pass, 1 fail, 1 skip, 1 error, 1 unavailable, 1 blocked')
})

test('colour is used only where it is asked for, and moves nothing', () => {
  const coloured = resultsTable(sampleReport, { colour: true })
  expect(coloured).toContain('\u001b[31mfail')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(resultsTable(sampleReport))
  expect(resultsTable(sampleReport)).not.toContain('\u001b')
})

test.each([
  ['abc', 3],
  ['นัด', 2],
  ['ที่', 1],
  ['ค้นหาห้องตรวจ', 11],
  ['น้ำ', 2],
  ['กำ', 2],
  ['e\u0301', 1],
  ['a\u200Bb', 2],
])('%s takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width)
  expect(textWidth(padEnd(text, 20))).toBe(20)
})
