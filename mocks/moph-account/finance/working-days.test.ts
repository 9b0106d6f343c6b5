import { expect, it } from 'vitest'
import { localTime } from '../../../src/upstream/clock.ts'
import { afterWorkingDays } from './working-days.ts'

const inBangkok = (local: string) => Date.parse(`${local}+07:00`)

it.each([
  ['a Monday', '2026-11-23T09:00:00', '2026-11-26T09:00:00'],
  ['a Wednesday, over the weekend', '2026-11-25T16:30:00', '2026-11-30T16:30:00'],
  ['a Friday', '2026-11-27T09:00:00', '2026-12-02T09:00:00'],
  ['a Saturday: Monday is the first day', '2026-11-28T09:00:00', '2026-12-02T09:00:00'],
  ['a Sunday', '2026-11-29T23:59:59', '2026-12-02T23:59:59'],
  ['a Monday in Thailand that is a Sunday in London', '2026-11-30T05:00:00', '2026-12-03T05:00:00'],
  ['a week with a public holiday, which is not known here', '2026-12-04T09:00:00', '2026-12-09T09:00:00'],
])('three working days after %s', (_what, from, due) => {
  expect(localTime(afterWorkingDays(inBangkok(from), 3))).toBe(due)
})
