import type { Answer } from '../../fixtures/harness/sandbox.ts'
import { type ClaimOperation, financeToken, type Sending, sendAdmission, transactionStatus } from './claim-calls.ts'
import type { Provocation, Provocations } from './provocation.ts'
import type { TestWorld } from './world.ts'

type Call = (world: TestWorld, authorization: string | undefined) => Promise<Answer>

/** What concerns the token, the same for every operation. */
const atTheDoor = (call: Call): Record<string, Provocation> => ({
  'token-missing': (world) => call(world, undefined),
  'token-invalid': (world) => call(world, 'Bearer not.a.token'),
  'token-expired': async (world) => {
    const issued = await financeToken(world)
    await world.advance({ hours: 5 })
    return call(world, issued)
  },
  'token-of-another-issuer': async (world) => call(world, `Bearer ${(await world.logIn()).text}`),
  'role-missing': async (world) => call(world, await financeToken(world, 'moph-no-claim')),
})

const ofSending = (id: Sending): Record<string, Provocation> => ({
  ...atTheDoor((world, authorization) => sendAdmission(world, id, authorization)),
  'hcode-of-another-facility': async (world) => sendAdmission(world, id, await financeToken(world), { hcode: '00000' }),
  'duplicate-seq': async (world) => {
    const authorization = await financeToken(world)
    await sendAdmission(world, id, authorization)
    return sendAdmission(world, id, authorization)
  },
})

const nothing = '00000000-0000-4000-9000-000000000000'

export const claimProvocations: Provocations<ClaimOperation> = {
  sendDmhtAdmission: ofSending('sendDmhtAdmission'),
  sendEpiAdmission: ofSending('sendEpiAdmission'),
  sendDtAdmission: ofSending('sendDtAdmission'),
  getTransactionStatus: {
    ...atTheDoor((world, authorization) => transactionStatus(world, nothing, authorization)),
    'unknown-transaction': async (world) => transactionStatus(world, nothing, await financeToken(world)),
  },
}
