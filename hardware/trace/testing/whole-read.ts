import type { Card } from '../../card/card.ts'
import { readIdCard, readOtherApplets } from '../../reader/read-id-card.ts'
import { recorded, type Step, type Trace } from '../trace.ts'

/** The trace of a read of all that is in a chip. */
export async function wholeRead(card: Card): Promise<Trace> {
  const steps: Step[] = []
  const told = recorded(card, (step) => steps.push(step))
  const transmit = (command: Uint8Array) => told.transmit(command)
  told.reset()
  await readOtherApplets(transmit, card.atr)
  await readIdCard(transmit, { atr: card.atr, photo: true })
  return { atr: card.atr, steps }
}
