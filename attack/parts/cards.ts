import { images, numbers, playAnyCommands } from '../../hardware/testing/any-commands.ts'
import type { Figure } from '../figures.ts'
import type { Plan } from '../options.ts'

const perMinute = 1_000_000
const atATime = 1_000

/** Any bytes in any order to the ID card: each gets a status word, the same from two cards, and a reset makes the card new. */
export async function attackCards({ minutes, seed }: Plan): Promise<Figure[]> {
  const below = numbers(seed)
  const seen = new Map<number, number>()
  const failed: string[] = []
  let played = 0
  while (played < perMinute * minutes) {
    const run = { image: below(images.length), seed: below(0x7fffffff) + 1, count: atATime }
    try {
      playAnyCommands(run, seen)
    } catch (error) {
      failed.push(`${(error as Error).message} (${JSON.stringify(run)})`)
    }
    played += atATime
  }
  return [
    { name: 'APDUs', value: played, unit: '' },
    { name: 'wrong answers and crashes', value: failed.length, unit: '', atMost: 0, details: failed },
    { name: 'commands carried out', value: ((seen.get(0x90) ?? 0) / played) * 100, unit: '%' },
  ]
}
