import { describe, expect, it } from 'vitest'
import { placeOfError } from './placeOfError.ts'

describe('the place where a text stops being JSON', () => {
  it.each([
    ['{"a":,"b":1}', '(at line 1, column 6)'],
    ['{"a":1,}', '(at line 1, column 8)'],
    ["{'a':1}", '(at line 1, column 2)'],
    ['{"a":1}{', '(at line 1, column 8)'],
    ['{\n  "a": 1\n  "b": 2\n}', '(at line 3, column 3)'],
    ['{"a":"x\ny"}', '(at line 1, column 8)'],
    ['{"a":nul1}', '(at line 1, column 9)'],
    ['{"a":"\\x"}', '(at line 1, column 8)'],
    ['user=demo', '(at line 1, column 1)'],
    ['<xml/>', '(at line 1, column 1)'],
    ['{"a":"x', '(cut off at line 1, column 8)'],
    ['{"a":1', '(cut off at line 1, column 7)'],
    ['[1,\n2', '(cut off at line 2, column 2)'],
    ['{"a"', '(cut off at line 1, column 5)'],
    ['-', '(cut off at line 1, column 2)'],
    ['{"a":tru', '(cut off at line 1, column 9)'],
  ])('of %j is %s', (text, place) => expect(placeOfError(text)).toBe(place))

  it('is found in time in a text of 200 KB', () => {
    const started = performance.now()
    expect(placeOfError(`[${'1,'.repeat(99_000)}]`)).toBe('(at line 1, column 198002)')
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
