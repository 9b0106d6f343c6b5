import { describe, expect, it } from 'vitest'
import type { Answer } from '../fixtures/harness/sandbox.ts'
import { accountSeedRequests } from './moph-account/seed-requests.ts'
import { appointmentSeedRequests } from './moph-appointment/seed-requests.ts'
import { pathOf, type SeedRequest } from './testing/seed-request.ts'
import { dayAfter, jwtForm, sampleDay, testWorld } from './testing/world.ts'

/** Every request of the documents, pasted as printed (seed-requests.ts of the upstream); what a test puts in its place stands in the test. */
describe('The requests of the MOPH Appointment Center manual, 4.3', () => {
  const world = testWorld()

  const headers = async () => ({ authorization: (await world.logIn('demo-00000', { hospital_code: '00000' })).text })
  const get = async (printed: string) => world.send(pathOf(printed), { headers: await headers() })
  /** A request as printed, with other values where the document prints a form or a date of its time. */
  const play = async (operation: keyof typeof appointmentSeedRequests, change: Record<string, string> = {}) => {
    played.add(operation)
    const { method, url, body }: SeedRequest = appointmentSeedRequests[operation]
    const path = Object.entries(change).reduce((printed, [from, to]) => printed.replaceAll(from, to), pathOf(url))
    const sent = body === undefined ? {} : { raw: body }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    return world.send(path, { method, headers: { ...(await headers()), ...type }, ...sent })
  }
  const played = new Set<string>()

  it('4.3.1: the bookings of a person', async () => {
    const reply = await play('getAppointment')
    expectDocumented(reply, {
      result: {
        person: { cid: '0000000000000', prefix: 'คำนำหน้า', first_name: 'ทดสอบ', last_name: 'ระบบ' },
        appointments: [
          {
            hospital_appointment_slot_id: 9999,
            hospital_code: '00000',
            hospital_name: 'รพ.ทดสอบระบบ',
            hospital_department_name: aText,
            hospital_room_name: aText,
            appointment_date: sampleDay,
            queue_no: 'A001',
            time_start: '08:00:00',
            time_finish: '08:59:59',
          },
        ],
      },
    })
  })

  it('4.3.2: the departments of a facility', async () => {
    const reply = await play('getHospitalDepartment')
    expectDocumented(reply, { result: [{ department_id: 1, department_name: 'อายุรกรรม' }] })
  })

  it('4.3.2: the rooms of a facility', async () => {
    const reply = await play('getHospitalRoom')
    expectDocumented(reply, {
      result: [{ department_id: 1, department_name: 'อายุรกรรม', room_id: 1, room_name: 'ห้องตรวจ อายุรกรรม 1' }],
    })
  })

  it('4.3.2: the free slots of each facility between two dates', async () => {
    const reply = await play('getHospitalSlotGroupByProvince', { 'yyyy-mm-dd': sampleDay })
    expectDocumented(reply, { result: [{ hospital_code: '00000', hospital_name: 'รพ.ทดสอบระบบ', available_slot: 999 }] })
    const asPrinted = await play('getHospitalSlotGroupByProvince')
    expect(asPrinted.status, 'the letters themselves are no dates').toBe(400)
  })

  it('4.3.2: the free slots of a month', async () => {
    const reply = await play('getHospitalSlotByMonth', { xxxxx: '00000', 'year=2021&month=1': 'year=2026&month=12' })
    expectDocumented(reply, { result: [{ date: sampleDay, available_slot: 999 }] })
    expectEmpty(await play('getHospitalSlotByMonth', { xxxxx: '00000' }))
  })

  it('4.3.2: the free slots of a day', async () => {
    const { json } = await play('getHospitalSlotByDate', { xxxxx: '99999', '2021-12-21': sampleDay })
    const sample = json.result.filter(({ schedule_id }: { schedule_id: number }) => schedule_id === 999)
    expect(sample).toEqual([
      expect.objectContaining({
        schedule_id: 999,
        department_name: aText,
        room_name: aText,
        time_start: '08:00:00',
        time_finish: '08:59:59',
        available_slot: 999,
      }),
    ])
    expectEmpty(await play('getHospitalSlotByDate', { xxxxx: '99999' }))
  })

  it('4.3.3: booking', async () => {
    const reply = await play('confirmAppointmentSlot')
    expectDocumented(reply, { result: { hospital_appointment_slot_id: 8888 } })
    expect(await world.findings(), 'nothing but the check digit of 0000000000000').toMatchObject([
      { rule: 'schema/format', severity: 'warning', pointer: '/body/person/cid' },
    ])
  })

  it('4.3.4: cancelling', async () => {
    const reply = await play('cancelAppointmentSlot')
    expectDocumented(reply, { result: { hospital_appointment_slot_id: 9999 } })
    expect(await world.booking(9999, '00000')).toMatchObject({ cancelled: true })
  })

  it('4.3.5: postponing', async () => {
    const reply = await play('postponeAppointmentSlot')
    expectDocumented(reply, { result: { hospital_appointment_slot_id: 9999 } })
    expect(await world.booking(9999, '00000')).toMatchObject({ schedule_id: 99, date: dayAfter(14), cancelled: false })
  })

  it.each([
    ['4.3.4', 'Action=CancelAppointmentSlot&hospital_code=000000&cid=0000000000000000&hospital_appointment_slot_id=9999'],
    ['4.3.5', 'Action=PostponeAppointmentSlot&hospital_code=000000&cid=0000000000000000&hospital_appointment_slot_id=9999&schedule_id=99'],
  ])('%s with the slips left in it is told which values are too long, and changes nothing', async (_section, query) => {
    const reply = await get(`https://cvp1.moph.go.th/api/appointment/AppointmentSlot?${query}`)
    expect(reply.status).toBe(400)
    const pointers = (await world.findings()).filter(({ rule }) => rule === 'schema/pattern').map(({ pointer }) => pointer)
    expect(pointers.sort()).toEqual(['/query/cid', '/query/hospital_code'])
    expect(await world.booking(9999, '00000')).toMatchObject({ schedule_id: 98, cancelled: false })
  })

  it('in the order of the manual, one after the other in one world', async () => {
    const before = await play('getAppointment')
    await play('confirmAppointmentSlot')
    const after = await play('getAppointment')
    const ids = (reply: Answer) =>
      reply.json.result.appointments.map((booking: { hospital_appointment_slot_id: number }) => booking.hospital_appointment_slot_id)
    expect([ids(before), ids(after)]).toEqual([[9999], [8888, 9999]])
    const day = await play('getHospitalSlotByDate', { xxxxx: '99999', '2021-12-21': sampleDay })
    expect(day.json.result).toContainEqual(expect.objectContaining({ schedule_id: 999, available_slot: 998 }))
  })

  it('none is left out', () => {
    expect([...played].sort()).toEqual(Object.keys(appointmentSeedRequests).sort())
  })
})

describe('The token request of the MOPH Claim and Finance Account Center guide, step 3', () => {
  const world = testWorld()
  const { method, url, body } = accountSeedRequests.getMophAccessToken
  const post = (printed: string) => world.send(pathOf(printed), { method, raw: body, headers: { 'content-type': 'application/json' } })

  it.each([url, 'https://uat-fdh.inet.co.th/token?Action=get_moph_access_token'])(
    'POST %s answers a JWT as the whole body',
    async (printed) => {
      const reply = await post(printed)
      expect(reply.status).toBe(200)
      expect(reply.text).toMatch(jwtForm)
      const [head, claims] = reply.text.split('.').map((part) => Buffer.from(part, 'base64url').toString())
      expect(JSON.parse(head!)).toEqual({ alg: 'RS512', typ: 'JWT' })
      expect(JSON.parse(claims!)).toMatchObject({ iss: 'MOPH Account Center', sub: 'moph-test@99999' })
    },
  )

  it('answers a JWT signed with HS256, as the guide prints it, where the switch says so', async () => {
    await world.control('PATCH', '/switches', { 'moph-account': { algorithm: 'HS256', token_form: 'quoted' } })
    const reply = await post(url)
    expect(reply.headers['content-type'], 'as the screenshot says').toMatch(/^application\/json/)
    const [head] = (reply.json as string).split('.')
    expect(JSON.parse(Buffer.from(head!, 'base64url').toString()).alg).toBe('HS256')
  })

  it('at the host fdch.moph.go.th, a slip of the guide, is told the right one', async () => {
    const reply = await post('https://fdch.moph.go.th/token?Action=get_moph_access_token')
    expect(reply.status).toBe(404)
    expect(reply.text).toContain('fdh.moph.go.th')
  })
})

const aText = expect.stringMatching(/./)

/** The keys and values of the document; of a list the first item, where the document prints `{...}` for the others. */
function expectDocumented(reply: Answer, documented: { result: object }): void {
  expect(reply.status).toBe(200)
  const { result } = reply.json
  expect({ result: Array.isArray(result) ? result.slice(0, 1) : result }).toMatchObject(documented)
}

function expectEmpty(reply: Answer): void {
  expect(reply.status).toBe(200)
  expect(reply.json.result).toEqual([])
}
