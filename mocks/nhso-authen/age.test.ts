import { describe, expect, it } from 'vitest'
import { ageText, buddhistDate } from './age.ts'

describe('An age', () => {
  it.each([
    ['1987-07-13', '2022-10-17', '35 ปี 3 เดือน 4 วัน'],
    ['2000-01-01', '2000-01-01', '0 ปี 0 เดือน 0 วัน'],
    ['2000-02-29', '2026-02-28', '25 ปี 11 เดือน 30 วัน'],
    ['2000-02-29', '2026-03-01', '26 ปี 0 เดือน 1 วัน'],
    ['1999-12-31', '2026-03-30', '26 ปี 2 เดือน 30 วัน'],
    ['1960-00-00', '2026-01-01', '66 ปี 0 เดือน 0 วัน'],
    ['1960-05-00', '2026-05-02', '66 ปี 0 เดือน 1 วัน'],
    ['2030-01-01', '2026-01-01', '0 ปี 0 เดือน 0 วัน'],
  ])('of one born %s is on %s %s', (born, day, age) => {
    expect(ageText(born, day)).toBe(age)
  })

  it('goes with a Buddhist date of birth, unknown parts as zeros', () => {
    expect([buddhistDate('1974-06-05'), buddhistDate('1960-00-00')]).toEqual(['25170605', '25030000'])
  })
})
