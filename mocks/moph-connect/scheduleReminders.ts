import type { operations } from '../../src/generated/moph-connect.ts'
import { bangkokInstant } from '../../src/upstream/clock.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { keepCall } from './calls.ts'
import { deliverLater } from './deliveries.ts'

/** Reminders at 09:00 on the day before and at 06:00 on the day; one whose time has passed is not sent (MOPH Connect queue API, 2). */
export const scheduleReminders: OperationFunction<operations['scheduleReminders']> = async ({ body }, world) => {
  const call = await keepCall('scheduleReminders', body, world)
  const reminders = [
    { kind: 'reminder-day-before', at: bangkokInstant(body.appointmentDate, '09:00', -1) },
    { kind: 'reminder-same-day', at: bangkokInstant(body.appointmentDate, '06:00') },
  ] as const
  const ahead = reminders.filter(({ at }) => at > world.clock.now())
  if (ahead.length < reminders.length)
    world.report('reminder-time-passed', { pointer: '/body/appointmentDate', seen: body.appointmentDate })
  for (const { kind, at } of ahead) await deliverLater(kind, at, call, world)
  return {}
}
