/** Replaces parts of a text; what is not replaced stays to the letter. */
export class Edits {
  readonly #text: string
  readonly #edits: { start: number; end: number; instead: string }[] = []

  constructor(text: string) {
    this.#text = text
  }

  replace(start: number, end: number, instead: string): void {
    this.#edits.push({ start, end, instead })
  }

  /** Where two overlap, the outer one holds, and of two that cross the whole. */
  applied(): string {
    if (this.#edits.length === 0) return this.#text
    const edits = this.#edits.sort((one, other) => one.start - other.start || other.end - one.end)
    const parts: string[] = []
    let done = 0
    for (const { start, end, instead } of edits) {
      if (end <= done) continue
      if (start >= done) parts.push(this.#text.slice(done, start), instead)
      done = end
    }
    parts.push(this.#text.slice(done))
    return parts.join('')
  }
}
