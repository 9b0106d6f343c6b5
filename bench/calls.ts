import { dmhtAdmission } from '../fixtures/harness/claim.ts'
import { message } from '../fixtures/harness/message.ts'
import { demoClaims } from '../fixtures/worlds/demo/claims.ts'
import { passwordHash, testSecretKeys } from '../mocks/moph-account/keys.ts'
import { Clock } from '../src/upstream/clock.ts'
import type { Request, Server } from './server.ts'

const realHost = '/cvp1.moph.go.th'
const slots = '/api/appointment/AppointmentSlot'
// Ahead, apart from each other and from the days of the samples in the demo world.
const askedDay = () => new Clock().today(10)
const bookedDay = () => new Clock().today(20)
const sampleTimeRange = 2
const sampleRoom = 9
export const mostSlots = 100_000

/** The free slots of a day, which every booking screen asks for. */
export function getByDate(token: string): Request {
  return { path: `${realHost}${slots}?Action=GetHospitalSlotByDate&hospital_code=99999&date=${askedDay()}`, headers: bearer(token) }
}

/** The same as Prism finds it: its router does not see `?Action=`, so the operation is named by the path's fragment. */
export function getByDateOfPrism(token: string): Request {
  const { path, headers } = getByDate(token)
  return { path: path.replace(realHost, '').replace('?', '%23GetHospitalSlotByDate?'), headers }
}

export function confirm(token: string): Request {
  return { path: confirmPath, headers: bearer(token) }
}

/** The paths of the mixed load; facility and day are added to the first. */
export const readPath = `${realHost}${slots}?Action=GetHospitalSlotByDate`
export const confirmPath = `${realHost}${slots}?Action=ConfirmAppointmentSlot`

/** Answers with a token. Its key is the same in every sandbox, so it holds in one that has just started. */
export function logIn(): Request {
  const login = { user: 'demo', password_hash: passwordHash('Password-1', testSecretKeys.cvp1), hospital_code: '99999' }
  return { path: `${realHost}/token?Action=get_moph_access_token`, headers: json, body: JSON.stringify(login) }
}

/** The same at MOPH Finance Account Center. */
export function logInForClaims(): Request {
  const login = { user: 'moph-test', password_hash: passwordHash('Password-1', testSecretKeys.fdh), hospital_code: '99999' }
  return { path: '/fdh.moph.go.th/token?Action=get_moph_access_token', headers: json, body: JSON.stringify(login) }
}

const claimBase = '/claim-nhso.moph.go.th/api/v1/opd'

/** How a claim of the demo world stands. */
export function claimStatus(token: string): Request {
  return { path: `${claimBase}/service-transactions/${demoClaims[0]!.transaction_uid}/status`, headers: bearer(token) }
}

/** A visit with a number of its own in each call. */
export function claim(token: string): Request {
  return {
    path: `${claimBase}/service-admissions/dmht`,
    headers: { ...json, ...bearer(token) },
    body: JSON.stringify(dmhtAdmission('{n}')),
  }
}

const servicesOfLargeClaim = 60

/** The same with as many services as a long stay brings: 6 KB. */
export function largeClaim(token: string): Request {
  const body = dmhtAdmission('{n}')
  const [service] = body.claim_services!
  const services = Array.from({ length: servicesOfLargeClaim }, () => service!)
  return { ...claim(token), body: JSON.stringify({ ...body, claim_services: services }) }
}

/** A message to one person, with a code of its own in each call. */
export function sendMessage(token: string): Request {
  return {
    path: `${realHost}/api/SendMessageTarget`,
    headers: { ...json, ...bearer(token) },
    body: JSON.stringify({ ...message(), message_ref_code: '{n}' }),
  }
}

/** A schedule with as many slots as one can have, made as the officer makes it. */
export async function addSchedule(server: Server): Promise<number> {
  const schedule = { date: bookedDay(), time_range_id: sampleTimeRange, room_id: sampleRoom, slots: mostSlots, online: true }
  const request = { path: '/control/dashboard/99999/schedules', headers: json, body: JSON.stringify(schedule) }
  const { schedule_id } = JSON.parse(await server.firstAnswer(request)) as { schedule_id: number }
  return schedule_id
}

/** Facilities with schedules on days of their own, as officers make them: `facility date schedule`, one a line. */
export async function addManySchedules(server: Server, { facilities = 20, each = 20, days = 60 } = {}): Promise<string[]> {
  const post = async (path: string, body: object) =>
    JSON.parse(await server.firstAnswer({ path: `/control/${path}`, headers: json, body: JSON.stringify(body) }))
  const lines: string[] = []
  for (let facility = 0; facility < facilities; facility++) {
    const code = String(firstFacility + facility)
    const hospital = { hospital_name: `รพ.ทดสอบ ${facility}`, province_code: '10' }
    await server.firstAnswer({ path: `/control/hospitals/${code}`, headers: json, body: JSON.stringify(hospital), method: 'PUT' })
    const at = `dashboard/${code}`
    const { department_id } = await post(`${at}/departments`, { name: 'อายุรกรรม' })
    const { room_id } = await post(`${at}/rooms`, { department_id, name: 'ห้องตรวจ 1', queue_code: 'A', queue_length: 6 })
    const { time_range_id } = await post(`${at}/time-ranges`, { name: '08:00-09:00', time_start: '08:00:00', time_finish: '08:59:59' })
    for (let number = 0; number < each; number++) {
      const date = new Clock().today(firstDay + ((number * days) / each + (facility % (days / each))))
      const { schedule_id } = await post(`${at}/schedules`, { date, time_range_id, room_id, slots: mostSlots, online: true })
      lines.push(`${code} ${date} ${schedule_id}`)
    }
  }
  return lines
}

const firstFacility = 99980
const firstDay = 3

/** A call that is answered with remarks is not the call that is meant to be measured. */
export async function mustHaveNoFindings(server: Server): Promise<void> {
  const exchanges = await server.firstAnswer({ path: '/control/journal?finding=any&limit=1', headers: {} })
  if (exchanges !== '[]') throw new Error(`${server.name} found something wrong with the load: ${exchanges}`)
}

const json = { 'content-type': 'application/json' }

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
