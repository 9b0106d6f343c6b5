import type { operations } from '../../src/generated/nhso-agent.ts'
import { Refusal } from '../../src/upstream/refusal.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { checkRight } from '../nhso-authen/service.ts'
import { nhsoOf } from './installation.ts'

/** The same as reading the card, without one; in the test zone only (NHSO Authentication slides). */
export const probeRight: OperationFunction<operations['probeRight']> = async ({ path: { pid } }, world) => {
  if (world.settings.switches['nhso-agent'].zone === 'production') throw new Refusal('probe-in-production', { pointer: '/url' })
  const { zone } = await nhsoOf(world)
  return checkRight(world, zone, pid, { pointer: '/path/pid', seen: pid })
}
