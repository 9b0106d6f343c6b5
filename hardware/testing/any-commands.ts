import { demoCards } from '../../fixtures/cards/index.ts'
import { atrBytes } from '../card/answers-to-reset.ts'
import { applets } from '../card/applets.ts'
import { personalise } from '../card/personalise.ts'
import { VirtualCard } from '../card/virtual-card.ts'
import { isThaiCard } from '../cards.ts'

/** What the demo cards hold, ready to be made into chips. */
export const images = demoCards.filter(isThaiCard).map((card) => ({ atr: atrBytes(card.atr), files: personalise(card) }))
const newCard = (image: number) => new VirtualCard(images[image]!.atr, images[image]!.files)

const bytes = (digits: string) => Buffer.from(digits, 'hex')
const hex = (command: Uint8Array) => Buffer.from(command).toString('hex')
const selects = Object.values(applets).map((aid) => bytes(`00a4040008${aid}`))
const valid = [
  ...selects,
  ...['80b0000402000d', '80b00011020064', '80b0017b0200ff', '80b01627020100', '80b000a4020050'].map(bytes),
  ...['00c000000d', '00c0000064', '80c0000000', '00c0000101', '00a4040012', '00a4040000', '80ca9f7f2d', '8000000017', '80b1000402000d'].map(
    bytes,
  ),
]
/** Begins without SELECT, so that a selection that a reset leaves shows. */
const probe = [...valid.slice(selects.length), ...valid]

/** Xorshift: cheap numbers that the seed alone decides, so that a failure is found again and shrinks by seed and count. */
export function numbers(seed: number): (below: number) => number {
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

export interface Run {
  image: number
  seed: number
  count: number
}

/** Sends commands of any bytes in any order, and counts the answers by their first status byte; throws at the first one that no card may give. */
export function playAnyCommands({ image, seed, count }: Run, seen: Map<number, number>): void {
  const [card, twin, below] = [newCard(image), newCard(image), numbers(seed)]
  let pending = 0
  for (let step = 0; step < count; step++) {
    if (below(200) === 0) {
      card.reset()
      twin.reset()
    }
    const command = mutated(below, pending)
    const answer = card.transmit(command)
    const name = () => `command ${step}, ${hex(command)}`
    if (answer.length < 2 || answer.length > 258) throw new Error(`${answer.length} bytes to ${name()}`)
    if (Buffer.compare(answer, twin.transmit(command)) !== 0) throw new Error(`two answers to ${name()}`)
    const first = answer[answer.length - 2]!
    if (first >> 4 !== 6 && first !== 0x90) throw new Error(`no status word to ${name()}`)
    pending = first === 0x61 ? answer[answer.length - 1]! : 0
    seen.set(first, (seen.get(first) ?? 0) + 1)
  }
  card.reset()
  const fresh = newCard(image)
  for (const command of probe) {
    if (Buffer.compare(card.transmit(command), fresh.transmit(command)) !== 0)
      throw new Error(`a reset left something behind: ${hex(command)}`)
  }
}
