import { setTimeout as wait } from 'node:timers/promises'
import { prepared } from '../src/store/prepared.ts'
import type { World } from '../src/workspace/world.ts'
import type { CardSource } from './card-source.ts'
import { cardContent, photoBytes } from './cards.ts'
import { changeReader } from './readers.ts'

/** Readers and cards that exist in a workspace's tables alone; hands are the control API. */
export function memorySource({ db }: Pick<World, 'db'>): CardSource {
  const reader = async (terminal: string) => (await pluggedReaders(db, {})).find(({ terminal_name }) => terminal_name === terminal)
  return {
    async terminals() {
      const rows = await pluggedReaders(db, {})
      return rows.map(({ terminal_name, card }) => ({ name: terminal_name, present: card !== null }))
    },

    async readCard(terminal, { image }) {
      const begun = await reader(terminal)
      if (!begun) return { problem: { kind: 'no-reader' } }
      if (begun.card === null) return { problem: { kind: 'no-card' } }
      if (begun.fault === 'mute') return { problem: { kind: 'mute' } }
      const [row] = await cardTexts(db, { card: begun.card })
      if (!row) return { problem: { kind: 'mute' } }
      const text = cardContent(row)
      if (begun.fault === 'slow') await wait(begun.slow_ms ?? usualSlowMs)
      if (begun.fault === 'pulled-out') await changeReader(db, begun.reader, { card: null, fault: null, slow_ms: null })
      // Hands are quicker than a slow card.
      const ended = begun.fault === null ? begun : await reader(terminal)
      if (!ended) return { problem: { kind: 'no-reader' } }
      if (ended.card !== begun.card) return { problem: { kind: 'pulled-out', pid: text.pid } }
      if (!image) return { card: text }
      const [photo] = await cardPhotos(db, { card: begun.card })
      return { card: { ...text, photo: photoBytes(photo!) } }
    },
  }
}

export const usualSlowMs = 3_000

const pluggedReaders = prepared((db, _none: object) =>
  db.selectFrom('card_readers').selectAll().where('connected', '=', 1).orderBy('position'),
)
const cardTexts = prepared((db, { card }: { card: string }) => db.selectFrom('id_cards').select('content').where('card', '=', card))
const cardPhotos = prepared((db, { card }: { card: string }) => db.selectFrom('id_cards').select('photo').where('card', '=', card))
