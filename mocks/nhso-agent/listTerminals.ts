import type { operations } from '../../src/generated/nhso-agent.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { cardSource } from './card.ts'

/** Readers, and whether a card is in them: kiosks wait for isPresent to turn true (public clients). */
export const listTerminals: OperationFunction<operations['listTerminals']> = async (_input, world) => {
  const terminals = await cardSource(world).terminals()
  return terminals.map(({ name, present }) => ({ terminalName: name, isPresent: present }))
}
