import type { CardSource } from '../card-source.ts'
import { readCardThrough } from './read.ts'
import type { PcscReaders } from './readers.ts'

/** The readers of the machine, real and virtual, as the card agent sees them. */
export function pcscSource(readers: PcscReaders): CardSource {
  return {
    async terminals() {
      return readers.list().map(({ name, present }) => ({ name, present }))
    },

    async readCard(terminal, { image }) {
      const reading = await readCardThrough(readers, { reader: terminal, photo: image })
      return 'problem' in reading ? reading : { card: reading.card }
    },

    onceGone(terminal, callback) {
      readers.onceGone(terminal, callback)
    },
  }
}
