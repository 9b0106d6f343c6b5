import { dmhtAdmission, vaccineAdmission } from '../../../../fixtures/harness/claim.ts'
import { type ClaimClient, createMophClient, type MophClient, type MophClientOptions } from '../index.ts'
import { hour, tokenUntil } from './moph.ts'
import { type Answer, json, plain, type Received, startServer } from './server.ts'

export const transaction_uid = '6b86b273-ff34-4ce1-9d6b-804eff5a3f57'

/** One example call of every operation of MOPH Claim. */
export const claimExamples: Record<keyof ClaimClient, (client: MophClient) => Promise<unknown>> = {
  sendDmhtAdmission: ({ claim }) => claim.sendDmhtAdmission(dmhtAdmission()),
  sendEpiAdmission: ({ claim }) => claim.sendEpiAdmission(vaccineAdmission()),
  sendDtAdmission: ({ claim }) => claim.sendDtAdmission(vaccineAdmission()),
  getTransactionStatus: ({ claim }) => claim.getTransactionStatus({ transaction_uid }),
}

export const claimOperations = Object.keys(claimExamples) as (keyof ClaimClient)[]

export const received = { status: 200, message: 'success', message_th: 'สำเร็จ', data: { transaction_uid } }

/** Synthetic, and others than those of the first account centre. */
export const financeCredentials = { user: 'moph-test', password: 'Password-2', secretKey: 'finance$secret-key', hospitalCode: '99999' }

/** A server in place of the second account centre and of MOPH Claim, and a client of it; the first account centre must not be asked. */
export async function startClaim(answers: { login?: Answer; api?: Answer } = {}, more: Partial<MophClientOptions> = {}) {
  const { login = plain(200, tokenUntil(Date.now() + 5 * hour, 'moph-test')), api = json(200, received) } = answers
  const logins: Received[] = []
  const calls: Received[] = []
  const elsewhere: Received[] = []
  const { origin } = await startServer((response, request) => {
    const [requests, answer] = request.url.startsWith('/fdh.moph.go.th/')
      ? [logins, login]
      : request.url.startsWith('/claim-nhso.moph.go.th/')
        ? [calls, api]
        : [elsewhere, plain(500, 'not here')]
    requests.push(request)
    answer(response, request)
  })
  const cvp1 = `${origin}/cvp1.moph.go.th`
  const options: MophClientOptions = {
    baseUrls: { 'moph-account': cvp1, 'moph-appointment': cvp1, 'moph-claim': `${origin}/claim-nhso.moph.go.th` },
    credentials: { user: 'demo', password: 'Password-1', secretKey: 'test$secret-key', hospitalCode: '99999' },
    finance: { accountUrl: `${origin}/fdh.moph.go.th`, credentials: financeCredentials },
    ...more,
  }
  return { client: createMophClient(options), options, logins, calls, elsewhere }
}
