/** Thrown where a text is too intricate to be searched in bounded time: whoever catches it keeps nothing of the text. */
export class TooIntricate extends Error {}

/** What one search may cost, whatever the text holds: what is over is not kept rather than looked at in part. */
export class Budget {
  #characters: number
  #names = 30_000
  #pairs = 30_000
  #finds = 6000

  constructor(length: number) {
    // A text is read once for each layer of encoding; three layers of a long one are nobody's call.
    this.#characters = Math.max(3 * length, 400_000)
  }

  read(characters: number): void {
    this.#characters -= characters
    if (this.#characters < 0) throw new TooIntricate()
  }

  /** A name that has not been met before in this text. */
  name(): void {
    if (--this.#names < 0) throw new TooIntricate()
  }

  /** A `name=`, whatever the name, in a text that speaks of secrets. */
  pair(): void {
    if (--this.#pairs < 0) throw new TooIntricate()
  }

  /** Something that was hidden, or had to be decoded to be looked at. */
  find(): void {
    if (--this.#finds < 0) throw new TooIntricate()
  }
}

/** Layers of encoding in each other: JSON in a string in Base64 in a query … */
export const deepest = 8
