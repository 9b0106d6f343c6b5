import spec from '../../src/generated/moph-messaging.json' with { type: 'json' }
import type { operations } from '../../src/generated/moph-messaging.ts'
import type { Document } from '../../src/upstream/document.ts'
import type { Upstream } from '../../src/upstream/upstream.ts'
import { tokenOf } from '../moph-account/token.ts'
import { envelope, errorBody } from '../moph-common/envelope.ts'
import { overPace } from '../moph-common/pace.ts'
import { populationTables } from '../population/tables.ts'
import { sendMessageTarget } from './sendMessageTarget.ts'
import { messagingTables } from './tables.ts'

/** Messages to patients in the Mor Prom app and in LINE, on the host of the Appointment Center. */
export const mophMessaging: Upstream<operations> = {
  name: 'moph-messaging',
  spec: spec as unknown as Document,
  operations: { sendMessageTarget },
  tables: [populationTables, messagingTables],
  authorise: tokenOf('cvp1'),
  success: (result, world) => envelope(result as object, world),
  failure: (status, problem, world) => errorBody(world.settings.switches['moph-messaging'].error_form, status, problem, world),
  pace: ({ login }, pace, world) => (world.settings.switches['moph-messaging'].rate_rule ? overPace(login, pace, world) : undefined),
  subject: ({ body }) => firstTarget((body as { target?: unknown } | null | undefined)?.target),
}

/** The first of the target stands for the call in the table of magic data. */
function firstTarget(target: unknown): string | undefined {
  const first: unknown = Array.isArray(target) ? target[0] : undefined
  return typeof first === 'string' ? first : undefined
}
