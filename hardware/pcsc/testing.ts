import { demoCards } from '../../fixtures/cards/index.ts'
import type { Card } from '../card/card.ts'
import type { CardFault } from '../card/faults.ts'
import { chipOf, isThaiCard, type ThaiCard } from '../cards.ts'
import { PcscStack, slotNames, until } from '../testing/pcsc-stack.ts'
import { VpcdSlot } from '../vpcd/slot.ts'
import { PcscReaders } from './readers.ts'

/** The reader over a stack of its own, with a hand for each slot. The C library keeps the first daemon that it finds: one for each process. */
export interface PcscBench {
  stack: PcscStack
  readers: PcscReaders
  hands: [VpcdSlot, VpcdSlot]
  /** Puts a card in and waits until it is seen. */
  insert(card: Card, slot?: 0 | 1): Promise<void>
  /** Pulls a card out and waits until that is seen. */
  remove(slot?: 0 | 1): Promise<void>
  close(): Promise<void>
}

export async function pcscBench(): Promise<PcscBench> {
  const stack = await PcscStack.start()
  Object.assign(process.env, stack.environment)
  const readers = await PcscReaders.open()
  const hands: [VpcdSlot, VpcdSlot] = [new VpcdSlot(stack.slot(0)), new VpcdSlot(stack.slot(1))]
  const isIn = (slot: 0 | 1) => readers.named(slotNames[slot])?.present ?? false
  const remove = async (slot: 0 | 1 = 0) => {
    hands[slot].remove()
    await until(() => !isIn(slot), 'the removal is not seen')
  }
  return {
    stack,
    readers,
    hands,
    async insert(card, slot = 0) {
      if (isIn(slot)) await remove(slot)
      hands[slot].insert(card)
      await until(() => isIn(slot), 'the card is not seen')
    },
    remove,
    async close() {
      for (const hand of hands) hand.remove()
      readers.close()
      await stack.close()
    },
  }
}

export const thaiCards: readonly ThaiCard[] = demoCards.filter(isThaiCard)
export const someone = thaiCards[0]!

export const chip = (fault?: CardFault) => chipOf(someone, fault)

/** Answers all but the n-th command since the last reset; with `letGo` it answers that one too. */
export function silentCard(at: number): { card: Card; letGo(): void } {
  const inner = chip()
  let count = 0
  const silence = Promise.withResolvers<void>()
  const card: Card = {
    atr: inner.atr,
    reset() {
      count = 0
      inner.reset()
    },
    async transmit(command) {
      if (++count === at) await silence.promise
      return inner.transmit(command)
    },
  }
  return { card, letGo: () => silence.resolve() }
}
