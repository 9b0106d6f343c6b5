import type { operations } from '../../src/generated/nhso-agent.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { checkRight } from '../nhso-authen/service.ts'
import { cardInReader, imageOf } from './card.ts'
import { nhsoOf } from './installation.ts'

/** Reads the card and asks NHSO for the right of its holder (NHSO Authentication slides). Only what NHSO does is one transaction. */
export const readCard: OperationFunction<operations['readCard']> = async ({ query }, world) => {
  const card = await cardInReader(world, query.readImageFlag ?? false)
  const right = await world.write(async (within) => {
    const { zone } = await nhsoOf(within)
    return checkRight(within, zone, card.pid, { pointer: '/url', seen: card.pid })
  })
  return { ...right, ...imageOf(card) }
}
