import spec from '../../src/generated/moph-connect.json' with { type: 'json' }
import type { operations } from '../../src/generated/moph-connect.ts'
import type { Document } from '../../src/upstream/document.ts'
import type { Upstream } from '../../src/upstream/upstream.ts'
import { dueDeliveries } from './deliveries.ts'
import { notifyNearTurn } from './notifyNearTurn.ts'
import { errorBody, takenBody } from './replies.ts'
import { scheduleReminders } from './scheduleReminders.ts'
import { sendAlert } from './sendAlert.ts'
import { sendQueueCard } from './sendQueueCard.ts'
import { connectTables } from './tables.ts'

/** MOPH Connect, the LINE chatbot: its queue API. */
export const mophConnect: Upstream<operations> = {
  name: 'moph-connect',
  spec: spec as unknown as Document,
  operations: { sendQueueCard, scheduleReminders, notifyNearTurn, sendAlert },
  tables: [connectTables],
  due: dueDeliveries,
  success: (_result, world) => takenBody(world.settings.switches['moph-connect']),
  failure: (_status, problem, world) => errorBody(world.settings.switches['moph-connect'], problem),
}
