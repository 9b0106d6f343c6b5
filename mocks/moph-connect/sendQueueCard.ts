import type { operations } from '../../src/generated/moph-connect.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { keepCall } from './calls.ts'
import { deliver } from './deliveries.ts'

/** A booking was made: the patient gets the queue card and the details at once (MOPH Connect queue API, 1). */
export const sendQueueCard: OperationFunction<operations['sendQueueCard']> = async ({ body }, world) => {
  const call = await keepCall('sendQueueCard', body, world)
  if (body.appointmentDate !== undefined && body.appointmentDate < world.clock.today())
    world.report('appointment-past', { pointer: '/body/appointmentDate', seen: body.appointmentDate })
  await deliver('queue-card', call, world)
  await deliver('details', call, world)
  return {}
}
