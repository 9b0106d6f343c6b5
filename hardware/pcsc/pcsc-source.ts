import type { CardSource } from '../card-source.ts'
import { readInserted } from './read.ts'
import type { PcscReaders } from './readers.ts'

/** The true readers of this machine as the source of the agent's cards. */
export function pcscSource(readers: PcscReaders): CardSource {
  const watched = new Set<string>()
  return {
    async terminals() {
      return readers.list().map(({ name, present }) => ({ name, present }))
    },

    async readCard(terminal, { image }) {
      const reader = readers.named(terminal)
      if (!reader) return { problem: { kind: 'no-reader' } }
      const read = await readInserted(readers, reader, { photo: image })
      if (!('problem' in read)) return { card: read.card }
      // The agent does not tell a card that is too slow from one that says nothing.
      return { problem: read.problem.kind === 'timeout' ? { kind: 'mute' } : read.problem }
    },

    onceGone(terminal, whose, callback) {
      const insertion = readers.named(terminal)?.insertion
      const key = `${terminal} ${insertion} ${whose}`
      if (watched.has(key)) return
      const look = () => {
        if (readers.named(terminal)?.insertion === insertion) return
        readers.off('changed', look)
        watched.delete(key)
        callback()
      }
      watched.add(key)
      readers.on('changed', look)
      look()
    },
  }
}
