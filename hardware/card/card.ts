/** What sits in a reader, whatever answers: the interpreter, a trace that is played, a card with a fault. */
export interface Card {
  /** Answer to reset. */
  readonly atr: Uint8Array
  /** Power on, power off or reset: what was selected and what was waiting is gone. */
  reset(): void
  /** The reader has got hold of it. */
  inserted?(): void
  /**
   * The answer to one command: data, and always the two bytes of a status word.
   *
   * @throws PulledOut where the card leaves the reader instead of answering, CommandLost where it stays and the command did not arrive
   */
  transmit(command: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** A card in whose chip a fault can reach. */
export interface Chip extends Card {
  /** A command came that was not carried out: what was waiting is gone, as after any command. */
  passOver(): void
  /** From now on the photo ends after so many bytes; undefined for a whole one. */
  cutPhoto(bytes: number | undefined): void
}

/** The card left its reader in the middle of a command. */
export class PulledOut extends Error {}

/** A command, or its answer, got lost between reader and card; the card has stayed. */
export class CommandLost extends Error {
  constructor() {
    super('a command got lost between reader and card (communication error)')
  }
}
