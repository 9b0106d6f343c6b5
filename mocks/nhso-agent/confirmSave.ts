import type { operations } from '../../src/generated/nhso-agent.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { confirmVisit } from '../nhso-authen/service.ts'
import { visitOf } from './visit.ts'

/** Confirms a visit and gives its authen code (NHSO Authentication slides, request #2). */
export const confirmSave: OperationFunction<operations['confirmSave']> = async ({ body }, world) => {
  const { zone, visit } = await visitOf(body, world)
  const { pid, claimType, createdDate, claimCode } = await confirmVisit(world, zone, visit)
  return { pid, claimType, correlationId: body.correlationId, createdDate, claimCode }
}
