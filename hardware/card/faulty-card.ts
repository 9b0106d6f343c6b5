import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Card, PulledOut } from './card.ts'
import type { CardFault } from './faults.ts'

/** In place of an answer to reset: no protocol fits it. */
const noAnswer = Uint8Array.of(0)

/** A card with what is wrong with it. `seed` decides which garbage it answers. */
export class FaultyCard implements Card {
  readonly #card: Card
  readonly #fault: CardFault
  readonly #seed: string
  #commands = 0

  constructor(card: Card, fault: CardFault, seed: string) {
    this.#card = card
    this.#fault = fault
    this.#seed = seed
  }

  get atr(): Uint8Array {
    return this.#fault.kind === 'mute' ? noAnswer : this.#card.atr
  }

  reset(): void {
    this.#commands = 0
    this.#card.reset()
  }

  async transmit(command: Uint8Array): Promise<Uint8Array> {
    const fault = this.#fault
    this.#commands++
    if (fault.kind === 'slow') await wait(fault.apdu_ms)
    const isNow = 'at_apdu' in fault && fault.at_apdu === this.#commands
    if (isNow && fault.kind === 'pulled-out') throw new PulledOut()
    const answer = await this.#card.transmit(command)
    if (isNow && fault.kind === 'status-word') return new Uint8Array(Buffer.from(fault.status_word, 'hex'))
    return isNow ? this.#garbage(answer.length) : answer
  }

  /** As long as the answer would have been, and the same for the same command of the same card. */
  #garbage(length: number): Uint8Array {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) =>
      createHash('sha256').update(`${this.#seed} ${this.#commands} ${block}`).digest(),
    )
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length))
  }
}
