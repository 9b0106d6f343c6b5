import { createMophClient, type MophClient, type MophClientOptions, type NhsoAuthenClient } from '../index.ts'
import { credentials } from './moph.ts'
import { type Answer, type Received, startServer } from './server.ts'

/** Synthetic, in the form of those that NHSO issues. */
export const facilityToken = '00000000-0000-4000-8000-00000000abcd'

const pid = '1999900000013'

/** One example call of every operation. */
export const nhsoExamples: Record<keyof NhsoAuthenClient, (client: MophClient) => Promise<unknown>> = {
  requestAuthenCode: ({ nhsoAuthen }) =>
    nhsoAuthen.requestAuthenCode({ pid, phone: ['0800000001'], hcode: '99999', serviceCode: 'PG0060001' }),
  getRealPerson: ({ nhsoAuthen }) => nhsoAuthen.getRealPerson({ SOURCE_ID: '99999', PID: pid }),
  closeVisit: ({ nhsoAuthen }) =>
    nhsoAuthen.closeVisit({
      hcode: '99999',
      mainInsclCode: 'WEL',
      serviceDateTime: 1_795_140_000_000,
      invoiceDateTime: 1_795_143_600_000,
      transactionId: '99999000123',
      totalAmount: 350,
      paidAmount: 0,
      privilegeAmount: 350,
      claimServiceCode: 'PG0060001',
      pid,
      sourceId: 'HIS',
      recorderPid: '1999900000021',
    }),
  checkAuthenStatus: ({ nhsoAuthen }) =>
    nhsoAuthen.checkAuthenStatus({ personalId: pid, serviceDate: '2026-12-01', serviceCode: 'PG0060001' }),
}

export const nhsoOperations = Object.keys(nhsoExamples) as (keyof NhsoAuthenClient)[]

/** A server in place of NHSO, behind paths as the sandbox has them, and a client of it; nobody is to log in. */
export async function startNhso(answer: Answer, more: Partial<MophClientOptions> = {}) {
  const calls: Received[] = []
  const { origin } = await startServer((response, request) => {
    calls.push(request)
    answer(response, request)
  })
  const nowhere = 'http://nowhere.invalid'
  const options: MophClientOptions = {
    baseUrls: { 'moph-account': nowhere, 'moph-appointment': nowhere, 'nhso-authen': `${origin}/test.nhso.go.th` },
    credentials,
    nhso: { token: facilityToken },
    ...more,
  }
  return { client: createMophClient(options), options, calls, origin }
}
