/** How often a fault that names a command strikes. */
interface Striking {
  /** The command that it strikes, from 1. */
  at_apdu: number
  /** At most so often for each time that a card is put in; without it, each time that the count comes there. */
  times?: number
  /** What the count begins at: each power on or reset (where not given), or the moment at which the card was put in or the fault was made. */
  count_from?: CountFrom
}

export type CountFrom = 'reset' | 'insertion'

/** What can be wrong with a card. A fault touches what it names: what is selected and what waits in the chip stays as it is. */
export type CardFault =
  /** No answer to reset. vpcd cannot say so: the stack shows a card that no protocol fits. */
  | { kind: 'mute' }
  /** Every command takes this long. */
  | { kind: 'slow'; apdu_ms: number }
  /** The card has been put in, but for so long no command gets through to it. */
  | { kind: 'settling'; settle_ms: number }
  /** The card leaves the reader instead of answering; the fault goes with it. */
  | { kind: 'pulled-out'; at_apdu: number }
  /** One command is refused with this status word, four hexadecimal digits; it is not carried out. */
  | ({ kind: 'status-word'; status_word: string } & Striking)
  /** One command gets lost between reader and card, which stays in: it is not carried out. */
  | ({ kind: 'communication-error' } & Striking)
  /** One command is carried out, but answered with bytes that mean nothing. */
  | ({ kind: 'garbage' } & Striking)
  /** The photo ends after so many bytes; padding follows. */
  | { kind: 'photo-cut-short'; photo_bytes: number }
  /** Another program holds the card for itself. Through PC/SC one really has to. */
  | { kind: 'in-use' }

export type CardFaultKind = CardFault['kind']

/** How far a fault has come since the card was put in, or since it was made if that was later. */
export interface FaultProgress {
  commands: number
  /** How often it has struck. */
  struck: number
}

/** A read of all text and the photo is some 60 commands, so 4 seconds at this pace: that of a real card in a slow reader. */
export const usualApduMs = 66
/** In the middle of a read by any program: after the citizen id, before the photo. */
export const usualAtApdu = 5
export const usualStatusWord = '6F00'
export const usualPhotoBytes = 1000
/** What some programs wait for before they read a card that has just come. */
export const usualSettleMs = 1500
