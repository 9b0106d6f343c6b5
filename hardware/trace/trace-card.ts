import type { Card } from '../card/card.ts'
import { statusWords } from '../card/status-words.ts'
import type { Exchange, Step, Trace } from './trace.ts'

const isExchange = (step: Step): step is Exchange => step.kind === 'exchange'

/**
 * A card that answers as the trace did: with the next answer to the same command from where it is, or from the beginning. So a reader that
 * asks in another order is answered too, and GET RESPONSE has the answer that followed the command before it.
 */
export class TraceCard implements Card {
  readonly atr: Uint8Array
  readonly #exchanges: readonly Exchange[]
  readonly #commands: readonly string[]
  #next = 0

  constructor({ atr, steps }: Trace) {
    this.atr = atr
    this.#exchanges = steps.filter(isExchange)
    this.#commands = this.#exchanges.map(({ command }) => Buffer.from(command).toString('hex'))
  }

  reset(): void {
    this.#next = 0
  }

  transmit(command: Uint8Array): Uint8Array {
    const wanted = Buffer.from(command).toString('hex')
    const ahead = this.#commands.indexOf(wanted, this.#next)
    const found = ahead >= 0 ? ahead : this.#commands.indexOf(wanted)
    if (found < 0) return Uint8Array.of(statusWords.notInTheTrace.code >> 8, statusWords.notInTheTrace.code & 0xff)
    this.#next = found + 1
    return this.#exchanges[found]!.answer
  }
}
