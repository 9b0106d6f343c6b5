import { CommandLost, PulledOut } from '../card/card.ts'
import type { CardProblem } from '../card-source.ts'
import { UnexpectedAnswer } from './exchange.ts'
import { NoThaiIdCard, UnexpectedData } from './read-id-card.ts'

/** Why a read ended early, as whoever asked for it is told; anything else is thrown on. */
export function problemOf(error: unknown, atr: Uint8Array, pid: string | undefined): CardProblem {
  if (error instanceof PulledOut) return { kind: 'pulled-out', ...(pid !== undefined && { pid }) }
  // Through PC/SC it cannot be told from a card that says nothing.
  if (error instanceof CommandLost) return { kind: 'mute' }
  if (error instanceof NoThaiIdCard)
    return { kind: 'other-card', detail: `no citizen applet; ATR ${Buffer.from(atr).toString('hex').toUpperCase()}` }
  if (error instanceof UnexpectedAnswer || error instanceof UnexpectedData) return { kind: 'unreadable', detail: error.message }
  throw error
}
