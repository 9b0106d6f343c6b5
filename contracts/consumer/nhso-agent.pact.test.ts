import { MatchersV3 } from '@pact-foundation/pact'
import { expect } from 'vitest'
import { drawnFace } from '../../fixtures/cards/photo.ts'
import { type AgentVisit, type MophClient, NotFoundError, RefusedError, UpstreamFailedError } from '../../src/doors/client/index.ts'
import { describePact, exampleFacilityToken, type Interaction } from './pact.ts'

const { boolean, eachLike, like, regex } = MatchersV3

const pid = '1999900000021'
const hcode = '99999'
/** The first of a new world. */
const correlationId = 'a8b687a5-d8b9-461e-8817-b0471d8608a2'
const visit: AgentVisit = { pid, claimType: 'PG0060001', mobile: '0800000002', correlationId }

const text = (example: string) => like(example)
const local = (example: string) => regex('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$', example)
const uuid = regex('^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$', correlationId)
const code = regex('^(PP|EP)\\d{10}$', 'PP1000002437')

// What must hold at the provider.
const cardIn = { description: 'a card is in the reader', parameters: { card: 'social-security', pid } }
const cardRead = { description: 'the card has been read', parameters: { pid, correlationId } }
const noCard = { description: 'no card is in the reader', parameters: {} }
const noReader = { description: 'no reader is plugged in', parameters: {} }
const unreachable = { description: 'NHSO is out of reach', parameters: {} }
const testZone = { description: 'the agent is installed for the test zone', parameters: { hcode } }
const hasCodes = { description: 'the person has authen codes', parameters: { pid } }
const noCodes = { description: 'the person has no authen code', parameters: { pid: '1999900000030' } }
const codeOfToday = { description: 'an authen code of the day', parameters: { pid, hcode, service: 'PG0060001' } }
const inProduction = { description: 'the agent is installed for production', parameters: {} }

const get = (path: string, query?: Record<string, string>): Interaction['request'] => ({ method: 'GET', path, ...(query && { query }) })
const post = (action: string): Interaction['request'] => ({
  method: 'POST',
  path: `/api/nhso-service/${action}`,
  headers: { 'Content-Type': 'application/json' },
  body: { ...visit },
})
const confirm = post('confirm-save')
const read = get('/api/smartcard/read')
const probe = get(`/api/smartcard/probe/${pid}`)

const json = { 'Content-Type': regex('^application/json.*', 'application/json; charset=utf-8') }
const done = (body: unknown): Interaction['reply'] => ({ status: 200, headers: json, body: body as object })
const failed = (status: number, message: string): Interaction['reply'] => ({
  status,
  headers: json,
  body: { status, message: like(message) },
})

const right = {
  pid: regex('^\\d{13}$', pid),
  titleName: regex('^\\d{3}$', '003'),
  fname: text('สมชาย'),
  lname: text('ตัวอย่าง'),
  nation: regex('^\\d{3}$', '099'),
  birthDate: regex('^2[45]\\d{6}$', '25280702'),
  sex: regex('^(ชาย|หญิง)$', 'ชาย'),
  transDate: local('2018-02-01T17:30:04'),
  mainInscl: regex('^\\(\\w+\\) .+', '(SSS) สิทธิประกันสังคม'),
  subInscl: regex('^\\(\\w+\\) .+', '(S1) สิทธิเบิกกองทุนประกันสังคม (ผู้ประกันตน)'),
  age: regex('^\\d+ ปี \\d+ เดือน \\d+ วัน$', '41 ปี 4 เดือน 22 วัน'),
  checkDate: local('2026-11-24T09:00:00'),
  claimTypes: eachLike({ claimType: regex('^PG\\d{7}$', 'PG0060001'), claimTypeName: text('เข้ารับบริการรักษาทั่วไป (OPD/ IPD/ PP)') }),
  correlationId: uuid,
  hospMain: { hcode: regex('^\\d{5}$', hcode), hname: text('รพ.ทดสอบปลายทาง') },
  startDateTime: local('2017-05-01T00:00:00'),
}
const image = regex('^/9j/[A-Za-z0-9+/]+=*$', drawnFace.slice(0, 40))
const draft = { pid: regex('^\\d{13}$', pid), claimType: text('PG0060001'), correlationId: uuid, createdDate: local('2026-11-24T09:00:00') }
const given = {
  claimType: text('PG0060001'),
  claimCode: code,
  hcode: regex('^\\d{5}$', hcode),
  claimDateTime: local('2026-11-23T09:00:00'),
  checkDate: local('2026-11-23T09:00:00'),
}

type ErrorClass = typeof RefusedError | typeof UpstreamFailedError
const isRefused =
  (errorClass: ErrorClass, status: number, call: (client: MophClient) => Promise<unknown>) => async (client: MophClient) => {
    const error = await call(client).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(errorClass)
    expect(error).toMatchObject({ status, upstreamMessage: expect.stringMatching(/./) })
  }
const reads = ({ agent }: MophClient) => agent.readCard()
const confirms = ({ agent }: MophClient) => agent.confirmSave(visit)

describePact('nhso-agent', [
  {
    title: 'terminals',
    given: [cardIn],
    request: get('/api/smartcard/terminals'),
    reply: done(eachLike({ terminalName: text('Sandbox Card Reader 0'), isPresent: boolean(true) })),
    call: async ({ agent }) => expect(await agent.listTerminals()).toEqual([{ terminalName: 'Sandbox Card Reader 0', isPresent: true }]),
  },
  {
    title: 'read',
    given: [cardIn],
    request: read,
    reply: done(right),
    call: async (client) => expect(await reads(client)).toMatchObject({ pid, correlationId, claimTypes: [{ claimType: 'PG0060001' }] }),
  },
  {
    title: 'read with the photo',
    given: [cardIn],
    request: get('/api/smartcard/read', { readImageFlag: 'true' }),
    reply: done({ ...right, image }),
    call: async ({ agent }) => expect((await agent.readCard({ readImageFlag: true })).image).toMatch(/^\/9j\//),
  },
  {
    title: 'read-card-only while NHSO is out of reach',
    given: [cardIn, unreachable],
    request: get('/api/smartcard/read-card-only'),
    reply: done({
      pid: regex('^\\d{13}$', pid),
      titleName: text('นาย'),
      fname: text('สมชาย'),
      lname: text('ตัวอย่าง'),
      birthDate: regex('^2[45]\\d{6}$', '25280702'),
      sex: regex('^(ชาย|หญิง)$', 'ชาย'),
    }),
    call: async ({ agent }) => expect(await agent.readCardOnly()).toMatchObject({ pid, fname: 'สมชาย' }),
  },
  {
    title: 'probe',
    given: [testZone],
    request: probe,
    reply: done(right),
    call: async ({ agent }) => expect(await agent.probeRight({ pid })).toMatchObject({ pid, correlationId }),
  },
  {
    title: 'save-as-draft',
    given: [cardIn, cardRead],
    request: post('save-as-draft'),
    reply: done(draft),
    call: async ({ agent }) => expect(await agent.saveAsDraft(visit)).toMatchObject({ pid, correlationId }),
  },
  {
    title: 'confirm-save',
    given: [cardIn, cardRead],
    request: confirm,
    reply: done({ ...draft, claimCode: code }),
    call: async (client) => expect(await confirms(client)).toMatchObject({ pid, claimCode: 'PP1000002437' }),
  },
  {
    title: 'latest-authen-code',
    given: [testZone, hasCodes],
    request: get(`/api/nhso-service/latest-authen-code/${pid}`),
    reply: done(given),
    call: async ({ agent }) => expect(await agent.getLatestAuthenCode({ pid })).toMatchObject({ claimCode: 'PP1000002437', hcode }),
  },
  {
    title: 'latest-authen-code of somebody who has none',
    given: [testZone, noCodes],
    request: get('/api/nhso-service/latest-authen-code/1999900000030'),
    reply: done({}),
    call: async ({ agent }) => expect((await agent.getLatestAuthenCode({ pid: '1999900000030' })).claimCode).toBeUndefined(),
  },
  {
    title: 'latest-5-authen-code-all-hospital',
    given: [testZone, hasCodes],
    request: get(`/api/nhso-service/latest-5-authen-code-all-hospital/${pid}`),
    reply: done(eachLike(given)),
    call: async ({ agent }) => expect(await agent.listLatestAuthenCodes({ pid })).toMatchObject([{ claimCode: 'PP1000002437' }]),
  },
  {
    title: 'preference',
    given: [testZone],
    request: get('/api/preference'),
    reply: done({ token: regex('^\\S+$', exampleFacilityToken), defaultTerminal: text('Sandbox Card Reader 0') }),
    call: async ({ agent }) => expect(await agent.getPreference()).toMatchObject({ token: exampleFacilityToken }),
  },
  {
    title: 'read without a reader',
    given: [noReader],
    request: read,
    reply: failed(418, 'ไม่พบเครื่องอ่านบัตร'),
    call: isRefused(RefusedError, 418, reads),
  },
  {
    title: 'read without a card',
    given: [noCard],
    request: read,
    reply: failed(500, 'ไม่พบบัตรในเครื่องอ่าน กรุณาเสียบบัตรประชาชน'),
    call: isRefused(UpstreamFailedError, 500, reads),
  },
  {
    title: 'confirm-save of a service that has a code of the day',
    given: [cardIn, cardRead, codeOfToday],
    request: confirm,
    reply: {
      status: 400,
      headers: json,
      body: {
        status: 400,
        error: 'Bad Request',
        message: like('ไม่สามารถเลือกบริการซ้ำใน 1 วัน'),
        errors: eachLike({ defaultMessage: like('ไม่สามารถเลือกบริการซ้ำใน 1 วัน') }),
      },
    },
    call: isRefused(RefusedError, 400, confirms),
  },
  {
    title: 'probe in production',
    given: [inProduction],
    request: probe,
    reply: failed(404, 'ใช้ probe ได้เฉพาะ Test Zone'),
    call: isRefused(NotFoundError, 404, ({ agent }) => agent.probeRight({ pid })),
  },
])
