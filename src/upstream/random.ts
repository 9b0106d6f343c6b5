import { createHash } from 'node:crypto'
import { nextId } from './ids.ts'
import type { Db } from './tables.ts'

/** The next fraction in [0, 1) of the workspace's generator: the seed and the count decide it, so a replay draws the same. */
export async function nextFraction(db: Db, seed: number): Promise<number> {
  const count = await nextId(db, 'random')
  return createHash('sha256').update(`${seed}:${count}`).digest().readUInt32BE(0) / 2 ** 32
}
