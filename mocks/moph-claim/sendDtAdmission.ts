import type { operations } from '../../src/generated/moph-claim.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { receiveClaim } from './claims.ts'
import { done } from './envelope.ts'

/** Claims a dT vaccination (public clients). */
export const sendDtAdmission: OperationFunction<operations['sendDtAdmission']> = async ({ body, caller }, world) =>
  done({ transaction_uid: await receiveClaim('dt', body, caller, world) })
