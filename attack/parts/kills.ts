import { killAgainAndAgain } from '../../fixtures/harness/kill.ts'
import { storeKinds } from '../../fixtures/harness/stores.ts'
import type { Figure } from '../figures.ts'
import type { Plan } from '../options.ts'

const perMinute = 5

/** `kill -9` while it writes, on each store that keeps something: every answered write is there at the next start. */
export async function kill({ minutes, seed }: Plan): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const kind of storeKinds.filter(({ name }) => name !== 'memory')) {
    if (kind.missing !== undefined) {
      figures.push({ name: `${kind.name}: not attacked`, value: 0, unit: '', details: [kind.missing] })
      continue
    }
    const store = await kind.make()
    try {
      const args = store.options.data === undefined ? ['--store', store.options.store!] : ['--data', store.options.data]
      const count = Math.ceil(perMinute * minutes)
      const { answered, lost } = await killAgainAndAgain(args, momentsMs(count, seed))
      figures.push(
        { name: `${kind.name}: kill -9`, value: count, unit: '' },
        { name: `${kind.name}: answered writes`, value: answered, unit: '' },
        { name: `${kind.name}: answered writes lost`, value: lost.length, unit: '', atMost: 0, details: lost },
      )
    } finally {
      await store.remove()
    }
  }
  return figures
}

/** From the first write on to some time into the work. */
const momentsMs = (count: number, seed: number) => Array.from({ length: count }, (_, index) => ((index * 7919 + seed) % 100) * 5)
