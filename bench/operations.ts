import { tokenText } from '../mocks/nhso-authen/facility-tokens.ts'
import { claim, claimStatus, getByDate, logIn, logInForClaims, sendMessage } from './calls.ts'
import type { Request, Server } from './server.ts'

/** One operation of an upstream, as the bench calls it: a write with a number of its own in each call, at `{n}` of its body. */
export interface Measured {
  upstream: string
  effect: 'read' | 'write'
  operation: string
  /** The request, after whatever has to happen on that server first. */
  prepare(server: Server): Promise<Request>
  /** The path at which Prism finds it, where that is not the path below the real host. */
  prismPath?: (path: string) => string
}

const nhso = '/test.nhso.go.th/nhsoendpoint/api'
const agent = '/localhost:8189/api'
/** The first token that a sandbox gives out. */
const facility = { authorization: `Bearer ${tokenText('test', '99999', 1)}` }

/** One read and one write of each upstream. */
export const measured: readonly Measured[] = [
  // Both operations of the account centres write: failures are counted.
  { upstream: 'moph-account', effect: 'write', operation: 'getMophAccessToken', prepare: async () => logIn(), prismPath: byAction },
  {
    upstream: 'moph-appointment',
    effect: 'read',
    operation: 'getHospitalSlotByDate',
    prepare: async (server) => getByDate(await server.firstAnswer(logIn())),
    prismPath: byAction,
  },
  {
    upstream: 'moph-claim',
    effect: 'read',
    operation: 'getTransactionStatus',
    prepare: async (server) => claimStatus(await server.firstAnswer(logInForClaims())),
  },
  {
    upstream: 'moph-claim',
    effect: 'write',
    operation: 'sendDmhtAdmission',
    prepare: async (server) => claim(await server.firstAnswer(logInForClaims())),
  },
  // MOPH Connect has nothing to read. Each call is another booking, for the same user.
  {
    upstream: 'moph-connect',
    effect: 'write',
    operation: 'sendQueueCard',
    prepare: async () => ({
      path: '/mophconnect.go.th/test/api/queue',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        userId: '5bedb4000000000000000001',
        hospitalName: 'โรงพยาบาลทดสอบ',
        origin: 'กระทรวงสาธารณสุข',
        queueNumber: 'จุดคัดกรอง คิวที่ {n}',
        patientName: 'นาง สมศรี ตัวอย่าง',
        appointmentDate: '2299-12-26',
        appointmentTime: 'เวลานัดหมาย 09:00-09:15 น. กรุณามาก่อนเวลา 10 นาที',
        detailsLink: 'http://queue.hospital.example/',
        currentQueueLink: 'http://queue.hospital.example/',
      }),
    }),
    prismPath: (path) => path.replace('/test/api', ''),
  },
  // Of messages there is nothing to read.
  {
    upstream: 'moph-messaging',
    effect: 'write',
    operation: 'sendMessageTarget',
    prepare: async (server) => sendMessage(await server.firstAnswer(logIn())),
  },
  {
    upstream: 'nhso-authen',
    effect: 'read',
    operation: 'getRealPerson',
    prepare: async () => ({ path: `${nhso}/RealPerson?SOURCE_ID=99999&PID=1999900000013`, headers: facility }),
  },
  {
    upstream: 'nhso-authen',
    effect: 'write',
    operation: 'closeVisit',
    prepare: async () => ({
      path: `${nhso}/nhso-claim-detail`,
      headers: { ...facility, 'content-type': 'application/json' },
      body: JSON.stringify({
        hcode: '99999',
        mainInsclCode: 'WEL',
        serviceDateTime: Date.parse('2026-11-02T02:00:00.000Z'),
        invoiceDateTime: Date.parse('2026-11-02T03:00:00.000Z'),
        transactionId: '99999{n}',
        totalAmount: 350,
        paidAmount: 0,
        privilegeAmount: 350,
        claimServiceCode: 'PG0060001',
        pid: '1999900000013',
        sourceId: 'HIS',
        recorderPid: '1999900000021',
      }),
    }),
  },
  {
    upstream: 'nhso-agent',
    effect: 'read',
    operation: 'getLatestAuthenCode',
    prepare: async () => ({ path: `${agent}/nhso-service/latest-authen-code/1999900000021`, headers: {} }),
  },
  // A GET that opens a correlationId.
  {
    upstream: 'nhso-agent',
    effect: 'write',
    operation: 'readCard',
    prepare: async () => ({ path: `${agent}/smartcard/read`, headers: {} }),
  },
]

/** Prism's router does not see `?Action=`, so the operation is named by the path's fragment. */
function byAction(path: string): string {
  const [before, action] = /^(.*)\?Action=(\w+)/.exec(path)!.slice(1) as [string, string]
  return path.replace(before, `${before}%23${action}`)
}
