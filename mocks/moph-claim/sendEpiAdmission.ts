import type { OperationFunction } from '../../src/gateway/upstream.ts'
import type { operations } from '../../src/generated/moph-claim.ts'
import { receiveClaim } from './claims.ts'
import { done } from './envelope.ts'

/** Claims vaccinations of the routine programme (public clients). */
export const sendEpiAdmission: OperationFunction<operations['sendEpiAdmission']> = async ({ body, caller }, world) =>
  done({ transaction_uid: await receiveClaim('epi', body, caller, world) })
