import type { CardSex } from '../../hardware/card/card-data.ts'
import type { operations } from '../../src/generated/nhso-agent.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { cardInReader, imageOf } from './card.ts'

/** What the agent makes of another sex is not known. */
const sexOf = (sex: CardSex) => (sex === 1 ? 'ชาย' : sex === 2 ? 'หญิง' : '')

/** Reads the card alone, for when NHSO is not ready (NHSO Authentication slides). */
export const readCardOnly: OperationFunction<operations['readCardOnly']> = async ({ query }, world) => {
  const card = await cardInReader(world, query.readImageFlag ?? false)
  const { pid, thaiName, birthDate, sex } = card
  const { title, first, last } = thaiName
  return { pid, titleName: title, fname: first, lname: last, birthDate, sex: sexOf(sex), ...imageOf(card) }
}
