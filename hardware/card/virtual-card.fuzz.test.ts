import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { images, playAnyCommands } from '../testing/any-commands.ts'

const commands = Number(process.env.MOPH_SANDBOX_FUZZ ?? 1_000_000)
const sequenceLength = 2000

describe('Any bytes in any order', () => {
  it('get a status word and at most 258 bytes, the same twice, and a reset makes the card new', { timeout: 600_000 }, () => {
    const seen = new Map<number, number>()
    const run = fc.record({
      image: fc.nat(images.length - 1),
      seed: fc.integer({ min: 1, max: 0x7fffffff }),
      count: fc.integer({ min: 1, max: sequenceLength }),
    })
    let played = 0
    for (let round = 0; played < commands; round++) {
      fc.assert(
        fc.property(run, (one) => {
          playAnyCommands(one, seen)
          played += one.count
        }),
        { seed: 4_000 + round, numRuns: 100 },
      )
    }
    const total = [...seen.values()].reduce((sum, count) => sum + count, 0)
    expect(total).toBeGreaterThanOrEqual(commands)
    expect((seen.get(0x90) ?? 0) / total).toBeGreaterThan(0.05)
    expect((seen.get(0x61) ?? 0) / total).toBeGreaterThan(0.15)
  })
})
