import { prepared } from '../src/upstream/prepared.ts'
import type { World } from '../src/upstream/world.ts'
import { PulledOut } from './card/card.ts'
import type { CardReading, CardSource } from './card-source.ts'
import { chipOf, namedCard } from './cards.ts'
import { problemOf } from './reader/problem.ts'
import { readIdCard } from './reader/read-id-card.ts'
import { cardPulledOut, faultCame, faultOf, progressOf } from './readers.ts'
import type { ReaderRow } from './tables.ts'

/** Readers and cards that exist in a workspace's tables alone; hands are the control API. The card is read by its commands, as a real one. */
export function memorySource({ db, clock, settings: { seed } }: Pick<World, 'db' | 'clock' | 'settings'>): CardSource {
  const find = async (terminal: string) => (await pluggedReaders(db, {})).find(({ terminal_name }) => terminal_name === terminal)
  return {
    async terminals() {
      const rows = await pluggedReaders(db, {})
      return rows.map(({ terminal_name, card }) => ({ name: terminal_name, present: card !== null }))
    },

    async readCard(terminal, { image }) {
      const begun = await find(terminal)
      if (!begun) return { problem: { kind: 'no-reader' } }
      if (begun.card === null) return { problem: { kind: 'no-card' } }
      let pid: string | undefined
      const reading = await read(begun, (seen) => {
        pid = seen
      })
      // Hands are quicker than a slow card.
      const ended = begun.fault === null ? begun : await find(terminal)
      if (!ended) return { problem: { kind: 'no-reader' } }
      return ended.insertion === begun.insertion ? reading : pulledOut(pid)

      async function read(inside: ReaderRow, onPid: (pid: string) => void): Promise<CardReading> {
        const { reader, insertion, card, changed_at } = inside
        const [row] = await cards(db, { card: card! })
        const wrong = faultOf(inside)
        if (wrong?.kind === 'mute' || wrong?.kind === 'in-use') return { problem: { kind: wrong.kind } }
        // Each read is a new beginning, as by a program that connects anew; the card is the one that has been in all along.
        const insideFor = changed_at === null ? Number.POSITIVE_INFINITY : clock.now() - changed_at
        const chip = chipOf(namedCard(row!), wrong, { progress: progressOf(inside), insideFor, seed: `${seed} ${reader}` })
        try {
          return { card: await readIdCard((command) => chip.transmit(command), { atr: chip.atr, photo: image, onPid }) }
        } catch (error) {
          if (error instanceof PulledOut) await cardPulledOut(db, reader, insertion)
          return { problem: problemOf(error, chip.atr, pid) }
        } finally {
          if (wrong && 'at_apdu' in wrong && wrong.kind !== 'pulled-out') await faultCame(db, inside, chip.progress)
        }
      }
    },
  }
}

const pulledOut = (pid: string | undefined): CardReading => ({ problem: { kind: 'pulled-out', ...(pid !== undefined && { pid }) } })

const pluggedReaders = prepared((db, _none: object) =>
  db.selectFrom('card_readers').selectAll().where('connected', '=', 1).orderBy('position'),
)
const cards = prepared((db, { card }: { card: string }) => db.selectFrom('id_cards').selectAll().where('card', '=', card))
