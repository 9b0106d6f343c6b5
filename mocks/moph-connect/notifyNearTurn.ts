import type { operations } from '../../src/generated/moph-connect.ts'
import { bangkokInstant } from '../../src/upstream/clock.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { keepCall } from './calls.ts'
import { deliver, deliverLater } from './deliveries.ts'

/** The turn is near: a message at once, and a survey at 12:00 on the day after this call (MOPH Connect queue API, 3). */
export const notifyNearTurn: OperationFunction<operations['notifyNearTurn']> = async ({ body }, world) => {
  const call = await keepCall('notifyNearTurn', body, world)
  const today = world.clock.today()
  if (body.appointmentDate !== undefined && body.appointmentDate !== today)
    world.report('not-the-appointment-day', { pointer: '/body/appointmentDate', seen: body.appointmentDate })
  await deliver('near-turn', call, world)
  await deliverLater('survey', bangkokInstant(today, '12:00', 1), call, world)
  return {}
}
