import type { operations } from '../../src/generated/nhso-agent.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { saveDraft } from '../nhso-authen/service.ts'
import { visitOf } from './visit.ts'

/** Saves a draft, which gives no code yet (NHSO Authentication slides, request #1). */
export const saveAsDraft: OperationFunction<operations['saveAsDraft']> = async ({ body }, world) => {
  const { zone, visit } = await visitOf(body, world)
  return saveDraft(world, zone, visit)
}
