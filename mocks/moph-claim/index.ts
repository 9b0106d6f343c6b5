import spec from '../../src/generated/moph-claim.json' with { type: 'json' }
import type { operations } from '../../src/generated/moph-claim.ts'
import type { Document } from '../../src/upstream/document.ts'
import type { Upstream } from '../../src/upstream/upstream.ts'
import { tokenOf } from '../moph-account/token.ts'
import { jsonType, textType } from '../moph-common/envelope.ts'
import { errorBody } from './envelope.ts'
import { getTransactionStatus } from './getTransactionStatus.ts'
import { claimLife } from './life.ts'
import { sendDmhtAdmission } from './sendDmhtAdmission.ts'
import { sendDtAdmission } from './sendDtAdmission.ts'
import { sendEpiAdmission } from './sendEpiAdmission.ts'
import { claimTables } from './tables.ts'

/** MOPH Claim: DMHT, EPI and dT. */
export const mophClaim: Upstream<operations> = {
  name: 'moph-claim',
  spec: spec as unknown as Document,
  operations: { sendDmhtAdmission, sendEpiAdmission, sendDtAdmission, getTransactionStatus },
  tables: [claimTables],
  authorise: tokenOf('fdh'),
  success: (result) => ({ contentType: jsonType, body: JSON.stringify(result), value: result }),
  failure: (status, problem, world) => errorBody(world.settings.switches['moph-claim'].error_form, status, problem),
  unrouted: (method, path) => ({ contentType: textType, body: `Cannot ${method} ${path}` }),
  due: claimLife,
  subject: ({ body }) => pidOf(body),
}

function pidOf(body: unknown): string | undefined {
  const pid = (body as { pid?: unknown } | null | undefined)?.pid
  return typeof pid === 'string' ? pid : undefined
}
