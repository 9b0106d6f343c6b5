import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Card, type Chip, CommandLost, PulledOut } from './card.ts'
import type { CardFault, FaultProgress } from './faults.ts'

/** In place of an answer to reset: no protocol fits it. */
const noAnswer = Uint8Array.of(0)

interface FaultyCardOptions {
  fault?: CardFault | undefined
  /** How far the fault has come by now. */
  progress?: FaultProgress | undefined
  /** For how many milliseconds the card has been in the reader by now. */
  insideFor?: number | undefined
  /** Decides which garbage it answers. */
  seed?: string | undefined
}

/** A card with what is wrong with it, which may come and go while programs use it: the chip is the same, and goes on as it was. */
export class FaultyCard implements Card {
  readonly #chip: Chip
  readonly #seed: string
  #fault: CardFault | undefined
  #sinceReset = 0
  #insertedAt: number
  progress: FaultProgress
  /** Told each time that a fault strikes one command. */
  onStruck: (() => void) | undefined

  constructor(chip: Chip, { fault, progress = untouched(), insideFor = 0, seed = '' }: FaultyCardOptions = {}) {
    this.#chip = chip
    this.#seed = seed
    this.#insertedAt = performance.now() - insideFor
    this.progress = { ...progress }
    this.#put(fault)
  }

  get atr(): Uint8Array {
    return this.#fault?.kind === 'mute' ? noAnswer : this.#chip.atr
  }

  get fault(): CardFault | undefined {
    return this.#fault
  }

  /** Another fault, or none, from the next command on. */
  set fault(fault: CardFault | undefined) {
    this.progress = untouched()
    this.#put(fault)
  }

  #put(fault: CardFault | undefined): void {
    this.#fault = fault
    this.#chip.cutPhoto(fault?.kind === 'photo-cut-short' ? fault.photo_bytes : undefined)
  }

  inserted(): void {
    this.#insertedAt = performance.now()
  }

  reset(): void {
    this.#sinceReset = 0
    this.#chip.reset()
  }

  async transmit(command: Uint8Array): Promise<Uint8Array> {
    const fault = this.#fault
    this.#sinceReset++
    this.progress.commands++
    switch (fault?.kind) {
      case 'slow':
        await wait(fault.apdu_ms)
        return this.#chip.transmit(command)
      case 'settling':
        return performance.now() - this.#insertedAt < fault.settle_ms ? this.#lose() : this.#chip.transmit(command)
      case 'pulled-out':
        if (fault.at_apdu === this.#sinceReset) throw new PulledOut()
        return this.#chip.transmit(command)
      case 'status-word':
        return this.#strikes(fault) ? this.#refuse(fault.status_word) : this.#chip.transmit(command)
      case 'communication-error':
        return this.#strikes(fault) ? this.#lose() : this.#chip.transmit(command)
      case 'garbage': {
        const strikes = this.#strikes(fault)
        const answer = await this.#chip.transmit(command)
        return strikes ? this.#garbage(answer.length) : answer
      }
      default:
        return this.#chip.transmit(command)
    }
  }

  /** Whether this command is the one. */
  #strikes({ at_apdu, times, count_from }: Extract<CardFault, { kind: 'status-word' | 'communication-error' | 'garbage' }>): boolean {
    const count = count_from === 'insertion' ? this.progress.commands : this.#sinceReset
    if (count !== at_apdu || (times !== undefined && this.progress.struck >= times)) return false
    this.progress.struck++
    this.onStruck?.()
    return true
  }

  #refuse(statusWord: string): Uint8Array {
    this.#chip.passOver()
    return new Uint8Array(Buffer.from(statusWord, 'hex'))
  }

  #lose(): never {
    this.#chip.passOver()
    throw new CommandLost()
  }

  /** As long as the answer would have been, and the same for the same command of the same card. */
  #garbage(length: number): Uint8Array {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) =>
      createHash('sha256').update(`${this.#seed} ${this.#sinceReset} ${block}`).digest(),
    )
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length))
  }
}

const untouched = (): FaultProgress => ({ commands: 0, struck: 0 })
