import { type Applet, appletOf } from '../card/applets.ts'
import type { Exchange, Step } from './trace.ts'

/** What the data of an answer are a piece of. */
export type Source = 'citizen' | 'rights' | 'laser' | 'production' | 'name of the applet' | 'unknown'

/** Where the data of an answer come from: a piece of a file, beginning at an offset. */
export interface Piece {
  source: Source
  offset: number
}

/** What a command asks for, as far as it is known. */
export type Meaning =
  | { kind: 'select'; applet: Applet | 'card manager' | 'unknown' }
  | { kind: 'read'; source: Source; offset: number; length: number }
  | { kind: 'get response' }
  | { kind: 'laser' }
  | { kind: 'chip id' }
  | { kind: 'unknown' }

export interface Followed {
  step: Exchange
  meaning: Meaning
  piece: Piece
}

/** Follows a trace as a card would: what is selected, what waits, hence what each answer holds. Undefined stands for a reset. */
export function follow(steps: readonly Step[]): (Followed | undefined)[] {
  let selected: Applet | undefined
  let waiting: Piece = { source: 'unknown', offset: 0 }
  return steps.map((step) => {
    if (step.kind === 'reset') {
      selected = undefined
      waiting = { source: 'unknown', offset: 0 }
      return undefined
    }
    const meaning = meaningOf(step.command, selected)
    const piece = meaning.kind === 'get response' ? waiting : pieceOf(meaning)
    const data = step.answer.length - 2
    waiting = { source: piece.source, offset: piece.offset + data }
    if (meaning.kind === 'select' && isTaken(step.answer)) selected = meaning.applet in sourceOf ? (meaning.applet as Applet) : undefined
    return { step, meaning, piece }
  })
}

const sourceOf = { citizen: 'citizen', rights: 'rights', laser: 'unknown' } as const satisfies Record<Applet, Source>

function meaningOf(command: Uint8Array, selected: Applet | undefined): Meaning {
  const [cla, ins, p1 = 0, p2 = 0, lc = 0] = command
  if (ins === 0xc0) return { kind: 'get response' }
  if (cla === 0x00 && ins === 0xa4)
    return { kind: 'select', applet: lc > 0 && command.length > 5 ? (appletOf(command.subarray(5, 5 + lc)) ?? 'unknown') : 'card manager' }
  if (cla !== 0x80) return { kind: 'unknown' }
  if (ins === 0xb0 && command.length >= 7)
    return {
      kind: 'read',
      source: selected ? sourceOf[selected] : 'unknown',
      offset: (p1 << 8) | p2,
      length: (command[5]! << 8) | command[6]!,
    }
  if (ins === 0x00 && selected === 'laser') return { kind: 'laser' }
  if (ins === 0xca && p1 === 0x9f && p2 === 0x7f) return { kind: 'chip id' }
  return { kind: 'unknown' }
}

function pieceOf(meaning: Meaning): Piece {
  if (meaning.kind === 'read') return { source: meaning.source, offset: meaning.offset }
  if (meaning.kind === 'select') return { source: meaning.applet === 'unknown' ? 'unknown' : 'name of the applet', offset: 0 }
  if (meaning.kind === 'laser') return { source: 'laser', offset: 0 }
  return { source: meaning.kind === 'chip id' ? 'production' : 'unknown', offset: 0 }
}

const isTaken = (answer: Uint8Array) => answer.at(-2) === 0x61 || answer.at(-2) === 0x90
