import type { operations } from '../../src/generated/moph-claim.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { receiveClaim } from './claims.ts'
import { done } from './envelope.ts'

/** Claims a visit of diabetes or hypertension (public clients). */
export const sendDmhtAdmission: OperationFunction<operations['sendDmhtAdmission']> = async ({ body, caller }, world) =>
  done({ transaction_uid: await receiveClaim('dmht', body, caller, world) })
