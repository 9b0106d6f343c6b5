import { dmhtAdmission, vaccineAdmission } from '../../../fixtures/harness/claim.ts'
import type { MophClient } from '../../../src/doors/client/index.ts'

/** Of the demo world: a claim that is accepted. */
export const transaction_uid = '1c0ce393-a960-4e86-9b14-38d8dadd7df8'

/** A call of each operation that a new world answers with something in it. */
export const claimExamples = {
  sendDmhtAdmission: ({ claim }) => claim.sendDmhtAdmission(dmhtAdmission()),
  sendEpiAdmission: ({ claim }) => claim.sendEpiAdmission(vaccineAdmission('2', '041')),
  sendDtAdmission: ({ claim }) => claim.sendDtAdmission(vaccineAdmission('3', '106')),
  getTransactionStatus: ({ claim }) => claim.getTransactionStatus({ transaction_uid }),
} satisfies Record<string, (client: MophClient) => Promise<unknown>>
