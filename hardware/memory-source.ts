import { setTimeout as wait } from 'node:timers/promises'
import type { World } from '../src/workspace/world.ts'
import type { CardSource } from './card-source.ts'
import { findCard } from './cards.ts'
import { changeReader } from './readers.ts'

/** Readers and cards that exist in a workspace's tables alone; hands are the control API. */
export function memorySource({ db }: Pick<World, 'db'>): CardSource {
  const plugged = () => db.selectFrom('card_readers').selectAll().where('connected', '=', 1)
  const reader = (terminal: string) => plugged().where('terminal_name', '=', terminal).executeTakeFirst()
  return {
    async terminals() {
      const rows = await plugged().orderBy('position').execute()
      return rows.map(({ terminal_name, card }) => ({ name: terminal_name, present: card !== null }))
    },

    async readCard(terminal, { image }) {
      const begun = await reader(terminal)
      if (!begun) return { problem: { kind: 'no-reader' } }
      if (begun.card === null) return { problem: { kind: 'no-card' } }
      if (begun.fault === 'mute') return { problem: { kind: 'mute' } }
      const card = await findCard(db, begun.card)
      if (!card) return { problem: { kind: 'mute' } }
      const { pid } = card.data
      if (begun.fault === 'slow') await wait(begun.slow_ms ?? usualSlowMs)
      if (begun.fault === 'pulled-out') await changeReader(db, begun.reader, { card: null, fault: null, slow_ms: null })
      // Hands are quicker than a slow card.
      const ended = await reader(terminal)
      if (!ended) return { problem: { kind: 'no-reader' } }
      if (ended.card !== begun.card) return { problem: { kind: 'pulled-out', pid } }
      const { photo, ...text } = card.data
      return { card: image ? { ...text, photo } : text }
    },
  }
}

export const usualSlowMs = 3_000
