import type { Budget } from './budget.ts'

/** A search for secrets, as those see it who know one form of text. */
export interface Searching {
  readonly budget: Budget
  /** Whether what stands under a name is a secret. The name decoded. */
  hides(name: string): boolean
  /** The same of a member of an object, or of a field of a form. */
  hidesMember(name: string): boolean
  /** Whether what stands under no name at all is a secret. */
  readonly hidesNameless: boolean
  /** Remembers a value that was hidden: it may stand elsewhere in the same call. */
  remember(value: string): void
  /** A text without its secrets; what holds none stays to the letter. `name` is what it stands under. */
  text(text: string, depth?: number, name?: string): string
  /** The same of what is no JSON. */
  plain(text: string, depth: number, name: string): string
}
