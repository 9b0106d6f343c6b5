import type { CardData } from './card/card-data.ts'
import type { Trace } from './trace/trace.ts'

export interface Terminal {
  /** The reader as the operating system calls it. */
  name: string
  /** Whether a card is in it. */
  present: boolean
}

/** Why a card could not be read. */
export type CardProblem =
  | { kind: 'no-reader' | 'no-card' | 'mute' }
  /** It answers, but is no Thai ID card, or answers what a Thai ID card does not. `detail` says what it was. */
  | { kind: 'other-card' | 'unreadable'; detail: string }
  /** Another program holds the card for itself. */
  | { kind: 'in-use' }
  /** Pulled out while it was read; whose it was, where that had been read by then. */
  | { kind: 'pulled-out'; pid?: string }

export type CardReading = { card: CardData } | { problem: CardProblem }

/**
 * Where cards come from: what the agent knows of readers and cards, and all that another kind of reader has to implement. A reading may
 * take seconds, so it is never waited for within a transaction.
 */
export interface CardSource {
  /** Readers that are plugged in, in the order in which the system lists them. */
  terminals(): Promise<Terminal[]>
  /** Reads the card in a reader, named as `terminals` names it. */
  readCard(terminal: string, options: { image: boolean }): Promise<CardReading>
  /** Calls back when the card that is in a reader now has left it, once for each name; only where nobody else tells. */
  onceGone?(terminal: string, whose: string, callback: () => void): void
}

/** A reader's slot of vpcd. */
export interface SlotView {
  state: 'connected' | 'waiting' | 'empty'
  /** What was said since the card was put in. */
  trace: Trace
}

declare module '../src/upstream/world.ts' {
  interface Devices {
    /** Cards of the machine's own readers, in place of the workspace's. */
    cards?: CardSource
    /** The slot of a reader, by the reader's name in the control API; undefined for a reader without one. */
    vpcd?: (workspace: string, reader: string) => SlotView | undefined
  }
}
