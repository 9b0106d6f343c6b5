import type { operations } from '../../src/generated/nhso-agent.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { cardSource } from './card.ts'
import { defaultTerminal, tokenOf } from './installation.ts'

/** What the agent was installed with; it shows the facility's token to whoever asks (observed). */
export const getPreference: OperationFunction<operations['getPreference']> = async (_input, world) => {
  const terminals = await cardSource(world).terminals()
  return { token: (await tokenOf(world)) ?? '', defaultTerminal: (await defaultTerminal(world, terminals)) ?? '' }
}

/** The same under the path that one public client asks for. */
export const getPreferenceByDoubledPath: OperationFunction<operations['getPreferenceByDoubledPath']> = async (input, world) => {
  world.report('doubled-api', { pointer: '/url', seen: '/api/api/preference' })
  return getPreference(input, world)
}
