import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { isThaiCard } from '../cards.ts'
import { atrBytes } from './answers-to-reset.ts'
import { applets } from './applets.ts'
import { personalise } from './personalise.ts'
import { VirtualCard } from './virtual-card.ts'

const commands = Number(process.env.MOPH_SANDBOX_FUZZ ?? 1_000_000)
const sequenceLength = 2000
const images = demoCards.filter(isThaiCard).map((card) => ({ atr: atrBytes(card.atr), files: personalise(card) }))
const newCard = (image: number) => new VirtualCard(images[image]!.atr, images[image]!.files)

const hex = (digits: string) => Buffer.from(digits, 'hex')
const selects = Object.values(applets).map((aid) => hex(`00a4040008${aid}`))
const valid = [
  ...selects,
  ...['80b0000402000d', '80b00011020064', '80b0017b0200ff', '80b01627020100', '80b000a4020050'].map(hex),
  ...['00c000000d', '00c0000064', '80c0000000', '00c0000101', '00a4040012', '00a4040000', '80ca9f7f2d', '8000000017', '80b1000402000d'].map(
    hex,
  ),
]
/** Begins without SELECT, so that a selection that a reset leaves shows. */
const probe = [...valid.slice(selects.length), ...valid]

/** Xorshift: cheap bytes that the seed alone decides, so that a failure is found again and shrinks by seed and count. */
function numbers(seed: number) {
  let state = seed | 1
  return (below: number) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

function mutated(below: (limit: number) => number, pending: number): Uint8Array {
  if (pending && below(3) === 0) return Uint8Array.of(below(2) * 0x80, 0xc0, 0, below(2), pending)
  const kind = below(10)
  if (kind === 0) return Uint8Array.from({ length: below(24) }, () => below(256))
  if (kind < 3) return selects[below(selects.length)]!
  if (kind < 5) return Uint8Array.of(below(2) * 0x80, 0xc0, 0, below(2), below(3) ? pending : below(256))
  if (kind < 7) return Uint8Array.of(0x80, 0xb0, below(24), below(256), 2, 0, below(256))
  const command = Uint8Array.from(valid[below(valid.length)]!)
  if (kind === 7) command[below(command.length)]! ^= 1 << below(8)
  if (kind === 8) return command.subarray(0, below(command.length + 1))
  if (kind === 9) return Buffer.concat([command, Uint8Array.from({ length: below(300) }, () => below(256))])
  return command
}

interface Run {
  image: number
  seed: number
  count: number
}

/** The answers of a run by their first status byte; throws at the first one that no card may give. */
function play({ image, seed, count }: Run, seen: Map<number, number>) {
  const [card, twin, below] = [newCard(image), newCard(image), numbers(seed)]
  let pending = 0
  for (let step = 0; step < count; step++) {
    if (below(200) === 0) {
      card.reset()
      twin.reset()
    }
    const command = mutated(below, pending)
    const answer = card.transmit(command)
    const name = () => `command ${step}, ${Buffer.from(command).toString('hex')}`
    if (answer.length < 2 || answer.length > 258) throw new Error(`${answer.length} bytes to ${name()}`)
    if (Buffer.compare(answer, twin.transmit(command)) !== 0) throw new Error(`two answers to ${name()}`)
    const first = answer[answer.length - 2]!
    if (first >> 4 !== 6 && first !== 0x90) throw new Error(`no status word to ${name()}`)
    pending = first === 0x61 ? answer[answer.length - 1]! : 0
    seen.set(first, (seen.get(first) ?? 0) + 1)
  }
  card.reset()
  const fresh = newCard(image)
  for (const command of probe) expect(Buffer.compare(card.transmit(command), fresh.transmit(command))).toBe(0)
}

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
          play(one, seen)
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
