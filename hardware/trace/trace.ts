import type { Card } from '../card/card.ts'

/** One thing that happened between a reader and a card. */
export type Step = { kind: 'reset' } | Exchange

export interface Exchange {
  kind: 'exchange'
  command: Uint8Array
  /** Data and status word. */
  answer: Uint8Array
}

/** What a reader and one card said to each other. */
export interface Trace {
  /** Answer to reset of the card. */
  atr: Uint8Array
  steps: readonly Step[]
}

/** A card that tells what is said to it, and what it says. A command that it leaves at is not told. */
export function recorded(card: Card, told: (step: Step) => void): Card {
  return {
    get atr() {
      return card.atr
    },
    reset() {
      told({ kind: 'reset' })
      card.reset()
    },
    inserted() {
      card.inserted?.()
    },
    async transmit(command) {
      const answer = await card.transmit(command)
      told({ kind: 'exchange', command: command.slice(), answer: answer.slice() })
      return answer
    },
  }
}
