import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { upstreams } from '../mocks/index.ts'
import { coveragePage } from '../scripts/coverage/page.ts'
import { reasons } from '../scripts/coverage/reasons.ts'
import { operationsOf } from '../src/upstream/operation.ts'

const page = readFileSync('docs/coverage.md', 'utf8')
const operations = upstreams.flatMap(operationsOf)

test('docs/coverage.md is what the specs and the tests say today', () => {
  expect(page, 'run `npm run generate`').toBe(coveragePage())
})

test('every operation has its line, and every cell says something', () => {
  for (const { id } of operations) {
    const cells = page
      .split('\n')
      .find((line) => line.startsWith(`| \`${id}\` `))!
      .split(' | ')
    expect(cells).toHaveLength(9)
    for (const cell of cells) expect(cell).toMatch(/\w/)
  }
})

// Each asserts that it has judged every operation of its spec; examples that no suite plays would prove nothing.
test.each(upstreams.map(({ name }) => name))('Prism judges %s in a suite of its own', (name) => {
  expect(readFileSync(`contracts/oracle/${name}.test.ts`, 'utf8')).toMatch(/^describeOracle|^ {2,}describeOracle/m)
})

test('every empty cell has its reason below the tables, and no reason is there for nothing', () => {
  const referred = [...page.matchAll(/ no \((\d+)\)/g)].map((match) => Number(match[1]))
  const given = [...page.matchAll(/^(\d+)\. \w/gm)].map((match) => Number(match[1]))
  expect([...new Set(referred)].sort()).toEqual([...given].sort())
})

test('an empty cell without a reason is refused', () => {
  expect(() => coveragePage({})).toThrow('Nothing proves getMophAccessTokenByQuery on the axis client')
})

test('so is a reason for what is proven, and one for an operation that is gone', () => {
  expect(() => coveragePage({ ...reasons, getAppointment: { client: 'not yet' } })).toThrow('excuses getAppointment from client')
  expect(() => coveragePage({ ...reasons, getNothing: {} })).toThrow('names what is no operation: getNothing')
})
