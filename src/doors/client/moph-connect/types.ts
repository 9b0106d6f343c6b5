import type { components, operations, paths } from '../../../generated/moph-connect.ts'
import type { Operation } from '../operation.ts'

type Schemas = components['schemas']

/** A booking, as the patient is told of it. */
export type QueueMessage = Schemas['QueueMessage']
/** Any other message to a patient. */
export type Alert = Schemas['Alert']

/** Each operation with the path it is sent to. */
export const pathOf = {
  sendQueueCard: '/queue',
  scheduleReminders: '/queue/schedule',
  notifyNearTurn: '/queue/notify',
  sendAlert: '/alert',
} as const satisfies Record<keyof operations, keyof paths>

/** All of them send a patient something, and nothing can be looked up. */
export function writes(name: keyof operations): Operation {
  return { upstream: 'moph-connect', name, effect: 'write' }
}
