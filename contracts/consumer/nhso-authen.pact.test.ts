import { MatchersV3 } from '@pact-foundation/pact'
import { expect } from 'vitest'
import { AuthenticationError, type MophClient, RefusedError } from '../../src/doors/client/index.ts'
import { describePact, exampleFacilityToken, type Interaction } from './pact.ts'

const { boolean, eachLike, integer, like, regex } = MatchersV3

const pid = '1999900000021'
const hcode = '99999'
/** Today, by the pacts' clock. */
const serviceDate = '2026-11-24'

const text = (example: string) => like(example)
const local = (example: string) => regex('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$', example)

// What must hold at the provider.
const token = { description: 'the token of the facility is valid', parameters: { hcode } }
const known = { description: 'NHSO knows the person', parameters: { pid } }
const noCode = { description: 'no authen code of the day', parameters: { pid, hcode, date: serviceDate } }

const headers = { Authorization: regex('^Bearer \\S+$', `Bearer ${exampleFacilityToken}`) }
const get = (path: string, query: Record<string, string>): Interaction['request'] => ({ method: 'GET', path, headers, query })
const post = (path: string, body: object): Interaction['request'] => ({
  method: 'POST',
  path,
  headers: { ...headers, 'Content-Type': 'application/json' },
  body,
})

const authenRequest = { pid, phone: ['0800000002'], hcode, serviceCode: 'PG0060001' }
const closedVisit = {
  hcode,
  mainInsclCode: 'SSS',
  serviceDateTime: 1_795_140_000_000,
  invoiceDateTime: 1_795_143_600_000,
  transactionId: '99999000123',
  totalAmount: 350,
  paidAmount: 0,
  privilegeAmount: 350,
  claimServiceCode: 'PG0060001',
  pid,
  sourceId: 'HIS',
  recorderPid: '1999900000013',
}
const askForCode = post('/nhsoendpoint/api/AuthenCode', authenRequest)
const realPerson = get('/nhsoendpoint/api/RealPerson', { SOURCE_ID: hcode, PID: pid })
const close = post('/nhsoendpoint/api/nhso-claim-detail', closedVisit)

const json = { 'Content-Type': regex('^application/json.*', 'application/json; charset=utf-8') }
const done = (body: object): Interaction['reply'] => ({ status: 200, headers: json, body })
const refused = (status: number, dataError: string): Interaction['reply'] => ({
  status,
  headers: json,
  body: { dataError: like(dataError) },
})
const code = (prefix: string) => regex(`^${prefix}\\d{10}$`, `${prefix}1000002437`)

const isRefused =
  (errorClass: typeof RefusedError, status: number, call: (client: MophClient) => Promise<unknown>) => async (client: MophClient) => {
    const error = await call(client).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(errorClass)
    expect(error).toMatchObject({ status, upstreamMessage: expect.stringMatching(/./) })
  }
const asksForCode = ({ nhsoAuthen }: MophClient) => nhsoAuthen.requestAuthenCode(authenRequest)
const asksForPerson = ({ nhsoAuthen }: MophClient) => nhsoAuthen.getRealPerson({ SOURCE_ID: hcode, PID: pid })
const closes = ({ nhsoAuthen }: MophClient) => nhsoAuthen.closeVisit(closedVisit)

describePact('nhso-authen', [
  {
    title: 'AuthenCode',
    given: [token, known, noCode],
    request: askForCode,
    reply: done({ authenCode: code('PP') }),
    call: async (client) => expect(await asksForCode(client)).toEqual({ authenCode: 'PP1000002437' }),
  },
  {
    title: 'RealPerson',
    given: [token, known],
    request: realPerson,
    reply: done({
      pid: regex('^\\d{13}$', pid),
      firstName: text('สมชาย'),
      lastName: text('ตัวอย่าง'),
      fullName: text('สมชาย ตัวอย่าง'),
      sex: text('ชาย'),
      age: text('41 ปี 4 เดือน 18 วัน'),
      nationCode: regex('^\\d{3}$', '099'),
      mainInsclCode: text('SSS'),
      mainInsclName: text('สิทธิประกันสังคม'),
      subInsclCode: text('S1'),
      subInsclName: text('สิทธิเบิกกองทุนประกันสังคม (ผู้ประกันตน)'),
      hospMainNew: { hcode: regex('^\\d{5}$', hcode), hname: text('รพ.ทดสอบปลายทาง') },
      startDateTime: local('2017-05-01T00:00:00'),
    }),
    call: async (client) => expect(await asksForPerson(client)).toMatchObject({ pid, mainInsclCode: 'SSS', hospMainNew: { hcode } }),
  },
  {
    title: 'nhso-claim-detail',
    given: [token, known],
    request: close,
    reply: done({ seq: integer(7), authenCode: code('EP') }),
    call: async (client) => expect(await closes(client)).toEqual({ seq: 7, authenCode: 'EP1000002437' }),
  },
  {
    title: 'check-authen-status of a day with a code',
    given: [token, known, { description: 'an authen code of the day', parameters: { pid, hcode, service: 'PG0130001' } }],
    request: get('/authencodestatus/api/check-authen-status', { personalId: pid, serviceDate }),
    reply: done({
      statusAuthen: boolean(true),
      statusMessage: text('พบข้อมูลการ authen'),
      firstName: text('สมชาย'),
      lastName: text('ตัวอย่าง'),
      sex: text('ชาย'),
      mainInscl: { id: text('SSS'), name: text('สิทธิประกันสังคม') },
      subInscl: { id: text('S1'), name: text('สิทธิเบิกกองทุนประกันสังคม (ผู้ประกันตน)') },
      serviceHistories: eachLike({
        hospital: { hcode: regex('^\\d{5}$', hcode), hname: text('รพ.ทดสอบปลายทาง') },
        serviceDateTime: local(`${serviceDate}T09:00:00`),
        claimCode: regex('^(PP|EP)\\d{10}$', 'PP1000002437'),
        service: { code: text('PG0130001'), name: text('บริการฟอกเลือดด้วยเครื่องไตเทียม (HD)') },
        sourceChannel: text('NEW AUTHEN'),
      }),
    }),
    call: async ({ nhsoAuthen }) =>
      expect(await nhsoAuthen.checkAuthenStatus({ personalId: pid, serviceDate })).toMatchObject({
        statusAuthen: true,
        serviceHistories: [{ claimCode: 'PP1000002437', service: { code: 'PG0130001' } }],
      }),
  },
  {
    title: 'AuthenCode of a service that has a code of the day',
    given: [token, known, { description: 'an authen code of the day', parameters: { pid, hcode, service: 'PG0060001' } }],
    request: askForCode,
    reply: refused(400, 'ไม่สามารถเลือกบริการซ้ำใน 1 วัน'),
    call: isRefused(RefusedError, 400, asksForCode),
  },
  {
    title: 'RealPerson of somebody who has died',
    given: [token, { description: 'the person has died', parameters: { pid } }],
    request: realPerson,
    reply: refused(400, 'เลขประจำตัวประชาชนของผู้รับบริการ มีสถานะเสียชีวิตแล้ว'),
    call: isRefused(RefusedError, 400, asksForPerson),
  },
  {
    title: 'nhso-claim-detail of a facility that is not registered',
    given: [token, known, { description: 'the facility is not registered', parameters: { hcode: '99998' } }],
    request: post('/nhsoendpoint/api/nhso-claim-detail', { ...closedVisit, hcode: '99998' }),
    reply: refused(400, 'ไม่พบ hcode ที่ระบุ'),
    call: isRefused(RefusedError, 400, ({ nhsoAuthen }) => nhsoAuthen.closeVisit({ ...closedVisit, hcode: '99998' })),
  },
  {
    title: 'a call with a token that was revoked',
    given: [{ description: 'the token of the facility was revoked', parameters: { hcode } }],
    request: realPerson,
    reply: refused(401, 'Invalid Token'),
    call: isRefused(AuthenticationError, 401, asksForPerson),
  },
])
