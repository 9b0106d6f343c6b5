import type { Chip } from './card.ts'
import { statusWords } from './status-words.ts'

/** A chip card without the applets of a Thai ID card: it has nothing that is selected, and knows no other command. */
export class ForeignCard implements Chip {
  readonly atr: Uint8Array

  constructor(atr: Uint8Array) {
    this.atr = atr
  }

  reset(): void {}

  passOver(): void {}

  cutPhoto(): void {}

  transmit(command: Uint8Array): Uint8Array {
    const { code } =
      command.length < 4 ? statusWords.wrongLength : command[1] === 0xa4 ? statusWords.unknownApplet : statusWords.unknownInstruction
    return Uint8Array.of(code >> 8, code & 0xff)
  }
}
