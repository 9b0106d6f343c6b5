/** What sits in a reader, whatever answers: the interpreter, a trace that is played, a card with a fault. */
export interface Card {
  /** Answer to reset. */
  readonly atr: Uint8Array
  /** Power on, power off or reset: what was selected and what was waiting is gone. */
  reset(): void
  /**
   * The answer to one command: data, and always the two bytes of a status word.
   *
   * @throws PulledOut where the card leaves the reader instead of answering
   */
  transmit(command: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** The card left its reader in the middle of a command. */
export class PulledOut extends Error {}
