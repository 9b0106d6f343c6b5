import type { Rule } from '../../src/generated/control/nhso-authen.ts'
import { Refusal, type RefusalPlace, refusals } from '../../src/upstream/refusal.ts'
import type { World } from '../../src/upstream/world.ts'
import { cardInReader } from '../nhso-agent/card.ts'

const refuse = refusals<Rule>()

/**
 * The smart card of somebody is in the reader of the agent now. The web pages and kiosks of a facility ask the agent there, which is of one
 * facility; without it they say what the slides print. It may take as long as reading a card, so no transaction is open meanwhile.
 */
export async function mustBeInReader(world: World, pid: string, at: RefusalPlace, hcode?: string): Promise<void> {
  const { hcode: own } = world.settings.switches['nhso-agent']
  if (hcode !== undefined && hcode !== own) throw refuse('smart-card-unreachable', { pointer: '/path/hcode', seen: hcode })
  const inside = await pidInReader(world)
  if (inside === undefined) throw refuse('smart-card-unreachable', at)
  if (inside !== pid) throw refuse('smart-card-of-another', at)
}

async function pidInReader(world: World): Promise<string | undefined> {
  try {
    return (await cardInReader(world, false)).pid
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
