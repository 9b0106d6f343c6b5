import type { operations } from '../../src/generated/moph-claim.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { receiveClaim } from './claims.ts'
import { done } from './envelope.ts'

/** Claims vaccinations of the routine programme (public clients). */
export const sendEpiAdmission: OperationFunction<operations['sendEpiAdmission']> = async ({ body, caller }, world) =>
  done({ transaction_uid: await receiveClaim('epi', body, caller, world) })
