import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import createClient, { type Client } from 'openapi-fetch'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testSecretKeys } from '../mocks/moph-account/keys.ts'
import type { ControlPaths } from '../src/composition/control-paths.ts'
import { createMophClient, type MophClient, UpstreamFailedError } from '../src/doors/client/index.ts'
import { type RunningSandbox, startSandbox } from '../src/doors/start.ts'

/**
 * The patient of the MOPH Connect queue service slides, across the upstreams that she meets and on one clock: she picks the hospital in LINE, books in the
 * HIS, gets the queue card and both reminders, comes in, has her ID card read and the authen code confirmed, is called, is served; her visit is
 * claimed and accepted; on the next day at 12:00 the survey arrives. The HIS is the reference client and a booking page.
 */
const patient = {
  cid: '1999900000013',
  prefix: 'นาง',
  first_name: 'สมศรี',
  last_name: 'ตัวอย่าง',
  gender: 2,
  birth_date: '1958-03-14',
  mobile_phone: '0800000001',
} as const
const connectId = '5bedb4000000000000000001'
const facility = '99999'
const hospital = { hospital_code: facility, hospital_name: 'รพ.ทดสอบปลายทาง', system_identifier: 'STORY HIS 1.0' }

let sandbox: RunningSandbox
let control: Client<ControlPaths>
let his: MophClient
/** The hospital's own web server, and the MOPH Connect IDs that its booking page was opened with. */
let bookingPage: Server
const registered: string[] = []

beforeAll(async () => {
  bookingPage = createServer((request, reply) => {
    registered.push(new URL(request.url!, 'http://his').searchParams.get('regist') ?? '')
    reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<h1>จองคิว</h1>')
  }).listen(0, '127.0.0.1')
  sandbox = await startSandbox({ port: 0, agentPort: 0 })
  const world = `${sandbox.url}/w/story`
  control = createClient<ControlPaths>({ baseUrl: `${world}/control` })
  // A refusal here must not go unnoticed.
  control.use({
    async onResponse({ request, response }) {
      if (!response.ok) throw new Error(`${request.method} ${request.url}: ${response.status} ${await response.text()}`)
    },
  })
  await createClient<ControlPaths>({ baseUrl: `${sandbox.url}/control` }).POST('/workspaces', {
    body: { name: 'story', now: thaiTime('2026-12-01', '10:00') },
  })
  const account = { user: 'demo', password: 'Password-1', secretKey: testSecretKeys.cvp1, hospitalCode: facility }
  his = createMophClient({
    baseUrls: {
      'moph-account': `${world}/cvp1.moph.go.th`,
      'moph-appointment': `${world}/cvp1.moph.go.th`,
      'moph-connect': `${world}/mophconnect.go.th/test/api`,
      'moph-claim': `${world}/claim-nhso.moph.go.th`,
      'nhso-agent': `${sandbox.agentUrl}/w/story`,
    },
    credentials: account,
    finance: { accountUrl: `${world}/fdh.moph.go.th`, credentials: { ...account, user: 'moph-test', secretKey: testSecretKeys.fdh } },
    clock: () => now,
  })
})
afterAll(async () => {
  bookingPage.close()
  await sandbox?.close()
})

/** The one clock: the sandbox's, and the HIS's own. */
let now = Date.parse(thaiTime('2026-12-01', '10:00'))
async function itIs(day: string, time: string): Promise<void> {
  now = Date.parse(thaiTime(day, time))
  await control.PUT('/clock', { body: { mode: 'frozen', now: thaiTime(day, time) } })
}

function thaiTime(day: string, time: string): string {
  return `${day}T${time}:00+07:00`
}

/** What she has got in LINE so far, `when what`. */
async function chat(): Promise<string[]> {
  const { data } = await control.GET('/connect/chats/{zone}/{user_id}/deliveries', {
    params: { path: { zone: 'test', user_id: connectId }, query: { state: 'delivered' } },
  })
  return data!.map(({ at, kind }) => `${at.slice(0, 16)} ${kind}`)
}

test('A patient of MOPH Connect, from picking the hospital to the survey', async () => {
  // She picks the hospital in LINE: its booking page opens with her MOPH Connect ID at the end.
  const url = `http://127.0.0.1:${(bookingPage.address() as AddressInfo).port}/queue/que_register.php?regist=`
  await control.PUT('/connect/booking-pages/{hospital_code}', {
    params: { path: { hospital_code: facility } },
    body: { name: hospital.hospital_name, url },
  })
  const { data: opened } = await control.POST('/connect/users/{user_id}/open-booking-page', {
    params: { path: { user_id: connectId } },
    body: { hospital_code: facility },
  })
  expect(opened!.status).toBe(200)
  expect(registered).toEqual([connectId])

  // She chooses a time; the HIS books it at the Appointment Center.
  const [day] = (await his.appointment.getHospitalSlotByMonth({ hospital_code: facility, year: 2026, month: 12 })).filter(
    ({ date, available_slot }) => date > '2026-12-03' && available_slot > 0,
  )
  const [slot] = await his.appointment.getHospitalSlotByDate({ hospital_code: facility, date: day!.date })
  const booked = await his.appointment.confirmAppointmentSlot({
    hospital,
    person: patient,
    appointment: { hospital_code: facility, schedule_id: slot!.schedule_id },
  })
  const { appointments } = await his.appointment.getAppointment({ cid: patient.cid })
  const appointment = appointments.find(
    ({ hospital_appointment_slot_id }) => hospital_appointment_slot_id === booked.hospital_appointment_slot_id,
  )!
  const onTheDay = appointment.appointment_date
  const dayBefore = nextDay(onTheDay, -1)

  // She gets the queue card, a picture, and the details at once.
  const message = {
    userId: registered[0]!,
    hospitalName: hospital.hospital_name,
    origin: 'กระทรวงสาธารณสุข',
    queueNumber: `${appointment.hospital_room_name} คิวที่ ${appointment.queue_no}`,
    patientName: `${patient.prefix} ${patient.first_name} ${patient.last_name}`,
    appointmentDate: onTheDay,
    appointmentTime: `เวลานัดหมาย ${appointment.time_start.slice(0, 5)}-${appointment.time_finish.slice(0, 5)} น.`,
    detailsLink: 'http://queue.hospital.example/',
    currentQueueLink: 'http://queue.hospital.example/',
  }
  await his.connect.sendQueueCard(message)
  expect(await chat()).toEqual(['2026-12-01T10:00 queue-card', '2026-12-01T10:00 details'])

  // At 00:00 on the day before, the HIS sets the reminders; they come at 09:00 and at 06:00.
  await itIs(dayBefore, '00:00')
  await his.connect.scheduleReminders(message)
  await itIs(dayBefore, '08:59')
  expect(await chat()).toHaveLength(2)
  await itIs(onTheDay, '08:30')
  expect((await chat()).slice(2)).toEqual([`${dayBefore}T09:00 reminder-day-before`, `${onTheDay}T06:00 reminder-same-day`])

  // She comes in. Her ID card is read, her right is seen, and the authen code of today's visit is confirmed.
  await itIs(onTheDay, '08:40')
  await control.POST('/agent/readers/{reader}/remove', { params: { path: { reader: 'reader-1' } } })
  await expect(his.agent.readCard()).rejects.toThrow(UpstreamFailedError)
  await control.POST('/agent/readers/{reader}/insert', { params: { path: { reader: 'reader-1' } }, body: { card: 'ordinary' } })
  const right = await his.agent.readCard({ readImageFlag: true })
  expect(right).toMatchObject({ pid: patient.cid, fname: patient.first_name, lname: patient.last_name })
  expect(Buffer.from(right.image!, 'base64').subarray(0, 2).toString('hex')).toBe('ffd8')
  const { claimCode } = await his.agent.confirmSave({
    pid: right.pid,
    claimType: right.claimTypes[0]!.claimType,
    mobile: patient.mobile_phone,
    correlationId: right.correlationId,
    hn: '000012345',
  })
  expect(claimCode).toMatch(/^PP\d{10}$/)
  expect((await his.agent.listLatestAuthenCodes({ pid: right.pid }))[0]).toMatchObject({ claimCode, hcode: facility })
  await control.POST('/agent/readers/{reader}/remove', { params: { path: { reader: 'reader-1' } } })

  // Her turn is near.
  await itIs(onTheDay, '09:52')
  await his.connect.notifyNearTurn(message)
  expect((await chat()).at(-1)).toBe(`${onTheDay}T09:52 near-turn`)

  // She is served; the visit is claimed, checked and accepted.
  await itIs(onTheDay, '11:00')
  const { transaction_uid } = await his.claim.sendDmhtAdmission({
    seq: 'STORY-1',
    hn: '000012345',
    pid: patient.cid,
    id_type: '1',
    title: patient.prefix,
    fname: patient.first_name,
    lname: patient.last_name,
    occupa: '000',
    marriage: '1',
    dob: patient.birth_date,
    sex: '2',
    nation: '099',
    uuc: '1',
    hcode: facility,
    hospital_name: hospital.hospital_name,
    visit_date_time: `${onTheDay} 09:52:00`,
    is_used_dm: '1',
    is_used_ht: '0',
    diagnosis: [{ dx_date_time: `${onTheDay} 10:10:00`, icd10: 'E119', dx_type: '1' }],
    claim_services: [{ name: 'HbA1c', code: '32401', lab_result: '6.8' }],
  })
  const states: string[] = []
  for (const time of ['11:00', '11:01', '11:10']) {
    await itIs(onTheDay, time)
    states.push((await his.claim.getTransactionStatus({ transaction_uid })).status!)
  }
  expect(states).toEqual(['received', 'checked', 'accepted'])

  // On the next day at 12:00 the survey arrives, and she answers it.
  const dayAfter = nextDay(onTheDay, 1)
  await itIs(dayAfter, '11:59')
  expect(await chat()).not.toContain(`${dayAfter}T12:00 survey`)
  await itIs(dayAfter, '12:00')
  expect(await chat()).toEqual([
    '2026-12-01T10:00 queue-card',
    '2026-12-01T10:00 details',
    `${dayBefore}T09:00 reminder-day-before`,
    `${onTheDay}T06:00 reminder-same-day`,
    `${onTheDay}T09:52 near-turn`,
    `${dayAfter}T12:00 survey`,
  ])

  const { data: got } = await control.GET('/connect/chats/{zone}/{user_id}/deliveries', {
    params: { path: { zone: 'test', user_id: connectId } },
  })
  const survey = got!.find(({ kind }) => kind === 'survey')!
  const { data: answered } = await control.POST('/connect/deliveries/{delivery_id}/answer', {
    params: { path: { delivery_id: survey.delivery_id } },
    body: { score: 5, comment: 'ได้รับบริการดี' },
  })
  expect(answered!.answer).toMatchObject({ score: 5, answered_at: `${dayAfter}T12:00:00` })

  // Nobody has anything against what this HIS sent; that a card is missing is told to correct clients too.
  const { data: wrong } = await control.GET('/journal', { params: { query: { finding: 'any' } } })
  const remarks = wrong!.flatMap(({ operation, findings }) => findings.map(({ severity, rule }) => `${severity} ${operation} ${rule}`))
  expect(remarks).toEqual(['info readCard nhso-agent/no-card'])
})

function nextDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
