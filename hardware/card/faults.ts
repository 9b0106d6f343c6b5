/** What can be wrong with a card. Commands are counted from 1, since the last power on or reset. */
export type CardFault =
  /** No answer to reset. vpcd cannot say so: the stack shows a card that no protocol fits. */
  | { kind: 'mute' }
  /** Every command takes this long. */
  | { kind: 'slow'; apdu_ms: number }
  /** The card leaves the reader instead of answering; the fault goes with it. */
  | { kind: 'pulled-out'; at_apdu: number }
  /** One command is answered with this status word alone, four hexadecimal digits. */
  | { kind: 'status-word'; at_apdu: number; status_word: string }
  /** One command is answered with bytes that mean nothing. */
  | { kind: 'garbage'; at_apdu: number }
  /** The photo ends after so many bytes; padding follows. */
  | { kind: 'photo-cut-short'; photo_bytes: number }
  /** Another program holds the card for itself. Through PC/SC one really has to. */
  | { kind: 'in-use' }

export type CardFaultKind = CardFault['kind']

/** A read of all text and the photo is some 60 commands, so 4 seconds at this pace: that of a real card in a slow reader. */
export const usualApduMs = 66
/** In the middle of a read by any program: after the citizen id, before the photo. */
export const usualAtApdu = 5
export const usualStatusWord = '6F00'
export const usualPhotoBytes = 1000
