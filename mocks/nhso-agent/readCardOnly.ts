import type { operations } from '../../src/generated/nhso-agent.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { cardInReader, imageOf } from './card.ts'

/** Reads the card alone, for when NHSO is not ready (NHSO Authentication slides). */
export const readCardOnly: OperationFunction<operations['readCardOnly']> = async ({ query }, world) => {
  const card = await cardInReader(world, query.readImageFlag ?? false)
  const { pid, thaiName, birthDate, sex } = card
  const { title, first, last } = thaiName
  return { pid, titleName: title, fname: first, lname: last, birthDate, sex: sex === 1 ? 'ชาย' : 'หญิง', ...imageOf(card) }
}
