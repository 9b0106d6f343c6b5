import { MatchersV3 } from '@pact-foundation/pact'
import { expect } from 'vitest'
import {
  AuthenticationError,
  type Booking,
  ConflictError,
  ForbiddenError,
  type MophClient,
  NotFoundError,
  RefusedError,
} from '../../src/doors/client/index.ts'
import { describePact, exampleToken, type Interaction, refusal, tokenForm } from './pact.ts'

const { boolean, eachLike, integer, like, regex } = MatchersV3

const hospital_code = '99999'
const cid = '1999900000030'
const date = '2026-12-01'
const hospital_appointment_slot_id = 8888
const held = { hospital_code, cid, hospital_appointment_slot_id }
const booking: Booking = {
  hospital: { hospital_code: '00000', hospital_name: 'รพ. ทดสอบระบบ', system_identifier: 'HIS ABC v1.0' },
  person: { cid, prefix: 'น.ส.', first_name: 'มานี', last_name: 'สมมุติ', gender: 2, birth_date: '1999-12-31', mobile_phone: '080-0000003' },
  appointment: { hospital_code, schedule_id: 999, comment: 'ทดสอบ' },
}

const text = (example: string) => like(example)
const day = regex('^\\d{4}-\\d{2}-\\d{2}$', date)
const time = (example: string) => regex('^\\d{2}:\\d{2}:\\d{2}$', example)

// What must hold at the provider.
const token = { description: 'the token is valid', parameters: { user: 'demo' } }
const freeSchedule = (schedule_id: number) => ({
  description: 'a schedule with free slots',
  parameters: { hospital_code, date, schedule_id },
})
const theBooking = { description: 'a booking', parameters: { ...held, date, schedule_id: 999 } }
const noBooking = { description: 'no such booking', parameters: { hospital_code, hospital_appointment_slot_id } }

const headers = { Authorization: regex(tokenForm.replace('^', '^Bearer '), `Bearer ${exampleToken}`) }
const path = '/api/appointment/AppointmentSlot'
const get = (Action: string, query: Record<string, string | number>): Interaction['request'] => ({
  method: 'GET',
  path,
  headers,
  query: { Action, ...Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])) },
})
const confirm: Interaction['request'] = {
  method: 'POST',
  path,
  headers: { ...headers, 'Content-Type': 'application/json' },
  query: { Action: 'ConfirmAppointmentSlot' },
  body: booking,
}
const departments = get('GetHospitalDepartment', { hospital_code })
const cancel = get('CancelAppointmentSlot', held)

const done = (result: unknown): Interaction['reply'] => ({
  status: 200,
  headers: { 'Content-Type': regex('^application/json.*', 'application/json; charset=utf-8') },
  body: { result },
})

const appointment = {
  hospital_appointment_slot_id: integer(hospital_appointment_slot_id),
  hospital_code: regex('^\\d{5}$', hospital_code),
  hospital_name: text('รพ.ทดสอบปลายทาง'),
  hospital_department_name: text('ข้อมูลตัวอย่าง'),
  hospital_room_name: text('ห้องตัวอย่าง'),
  appointment_date: day,
  queue_no: text('A003'),
  time_start: time('08:00:00'),
  time_finish: time('08:59:59'),
}
const person = { cid: regex('^\\d{13}$', cid), prefix: text('น.ส.'), first_name: text('มานี'), last_name: text('สมมุติ') }

const isRefused =
  (errorClass: typeof RefusedError, status: number, refused: (client: MophClient) => Promise<unknown>) => async (client: MophClient) => {
    const error = await refused(client).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(errorClass)
    expect(error).toMatchObject({ status, messageCode: status, upstreamMessage: expect.stringMatching(/./) })
  }
const confirms = (client: MophClient) => client.appointment.confirmAppointmentSlot(booking)
const cancels = (client: MophClient) => client.appointment.cancelAppointmentSlot(held)
const postpones = (client: MophClient) => client.appointment.postponeAppointmentSlot({ ...held, schedule_id: 995 })
const asksForDepartments = (client: MophClient) => client.appointment.getHospitalDepartment({ hospital_code })

describePact('moph-appointment', [
  {
    title: 'GetHospitalDepartment',
    given: [token, { description: 'a hospital with departments and rooms', parameters: { hospital_code } }],
    request: departments,
    reply: done(eachLike({ department_id: integer(2), department_name: text('อายุรกรรม') })),
    call: async (client) => expect(await asksForDepartments(client)).toEqual([{ department_id: 2, department_name: 'อายุรกรรม' }]),
  },
  {
    title: 'GetHospitalRoom of a department',
    given: [token, { description: 'a hospital with departments and rooms', parameters: { hospital_code } }],
    request: get('GetHospitalRoom', { hospital_code, department_id: 2 }),
    reply: done(
      eachLike({
        department_id: integer(2),
        department_name: text('อายุรกรรม'),
        room_id: integer(2),
        room_name: text('ห้องตรวจ อายุรกรรม 1'),
      }),
    ),
    call: async (client) =>
      expect(await client.appointment.getHospitalRoom({ hospital_code, department_id: 2 })).toEqual([
        { department_id: 2, department_name: 'อายุรกรรม', room_id: 2, room_name: 'ห้องตรวจ อายุรกรรม 1' },
      ]),
  },
  {
    title: 'GetHospitalSlotGroupByProvince',
    given: [token, freeSchedule(999)],
    request: get('GetHospitalSlotGroupByProvince', { date_start: date, date_finish: '2026-12-31' }),
    reply: done(
      eachLike({ hospital_code: regex('^\\d{5}$', hospital_code), hospital_name: text('รพ.ทดสอบปลายทาง'), available_slot: integer(999) }),
    ),
    call: async (client) =>
      expect(await client.appointment.getHospitalSlotGroupByProvince({ date_start: date, date_finish: '2026-12-31' })).toEqual([
        { hospital_code, hospital_name: 'รพ.ทดสอบปลายทาง', available_slot: 999 },
      ]),
  },
  {
    title: 'GetHospitalSlotByMonth',
    given: [token, freeSchedule(999)],
    request: get('GetHospitalSlotByMonth', { hospital_code, year: 2026, month: 12 }),
    reply: done(eachLike({ date: day, available_slot: integer(999) })),
    call: async (client) =>
      expect(await client.appointment.getHospitalSlotByMonth({ hospital_code, year: 2026, month: 12 })).toEqual([
        { date, available_slot: 999 },
      ]),
  },
  {
    title: 'GetHospitalSlotByDate',
    given: [token, freeSchedule(999)],
    request: get('GetHospitalSlotByDate', { hospital_code, date }),
    reply: done(
      eachLike({
        schedule_id: integer(999),
        department_name: text('ข้อมูลตัวอย่าง'),
        room_name: text('ห้องตัวอย่าง'),
        time_start: time('08:00:00'),
        time_finish: time('08:59:59'),
        available_slot: integer(999),
      }),
    ),
    call: async (client) => {
      const [schedule] = await client.appointment.getHospitalSlotByDate({ hospital_code, date })
      expect(schedule).toMatchObject({ schedule_id: 999, time_start: '08:00:00', available_slot: 999 })
    },
  },
  {
    title: 'ConfirmAppointmentSlot',
    given: [token, freeSchedule(999)],
    request: confirm,
    reply: done({ hospital_appointment_slot_id: integer(hospital_appointment_slot_id) }),
    call: async (client) => expect(await confirms(client)).toEqual({ hospital_appointment_slot_id }),
  },
  {
    title: 'Appointment of a person with a booking',
    given: [token, theBooking],
    request: { method: 'GET', path: '/api/appointment/Appointment', headers, query: { cid } },
    reply: done({ person, appointments: eachLike(appointment) }),
    call: async (client) =>
      expect(await client.appointment.getAppointment({ cid })).toMatchObject({
        person: { cid, first_name: 'มานี' },
        appointments: [{ hospital_appointment_slot_id, appointment_date: date, queue_no: 'A003' }],
      }),
  },
  {
    title: 'Appointment of a person whom nobody knows',
    given: [token, { description: 'nobody has the citizen id', parameters: { cid: '8999900000091' } }],
    request: { method: 'GET', path: '/api/appointment/Appointment', headers, query: { cid: '8999900000091' } },
    reply: done({ person: null, appointments: [] }),
    call: async (client) =>
      expect(await client.appointment.getAppointment({ cid: '8999900000091' })).toEqual({ person: null, appointments: [] }),
  },
  {
    title: 'GetHospitalSlotConfirmByDate',
    given: [token, theBooking],
    request: get('GetHospitalSlotConfirmByDate', { hospital_code, date }),
    reply: done(eachLike({ ...appointment, schedule_id: integer(999), hospital_confirm: boolean(false), person })),
    call: async (client) =>
      expect(await client.appointment.getHospitalSlotConfirmByDate({ hospital_code, date })).toMatchObject([
        { hospital_appointment_slot_id, schedule_id: 999, person: { cid } },
      ]),
  },
  {
    title: 'PostponeAppointmentSlot',
    given: [token, theBooking, freeSchedule(995)],
    request: get('PostponeAppointmentSlot', { ...held, schedule_id: 995 }),
    reply: done({ hospital_appointment_slot_id: integer(hospital_appointment_slot_id) }),
    call: async (client) => expect(await postpones(client)).toEqual({ hospital_appointment_slot_id }),
  },
  {
    title: 'CancelAppointmentSlot',
    given: [token, theBooking],
    request: cancel,
    reply: done({ hospital_appointment_slot_id: integer(hospital_appointment_slot_id) }),
    call: async (client) => expect(await cancels(client)).toEqual({ hospital_appointment_slot_id }),
  },
  {
    title: 'a call with a token that has expired',
    given: [{ description: 'the token has expired', parameters: { user: 'demo' } }],
    request: departments,
    reply: refusal(401, 'token หมดอายุ / The token has expired'),
    call: isRefused(AuthenticationError, 401, asksForDepartments),
  },
  {
    title: 'a call of an account without APPOINTMENT_API',
    given: [{ description: 'the token lacks the role APPOINTMENT_API', parameters: { user: 'demo' } }],
    request: departments,
    reply: refusal(403, 'บัญชีไม่มีสิทธิ์ APPOINTMENT_API / The account does not hold the role APPOINTMENT_API'),
    call: isRefused(ForbiddenError, 403, asksForDepartments),
  },
  {
    title: 'ConfirmAppointmentSlot on a schedule that is full',
    given: [token, { description: 'a schedule without free slots', parameters: { hospital_code, schedule_id: 999 } }],
    request: confirm,
    reply: refusal(409, 'ช่วงเวลานี้เต็มแล้ว / The schedule is full'),
    call: isRefused(ConflictError, 409, confirms),
  },
  {
    title: 'ConfirmAppointmentSlot by someone who is booked there already',
    given: [token, theBooking],
    request: confirm,
    reply: refusal(409, 'เลขประจำตัวประชาชนนี้จองช่วงเวลานี้อยู่แล้ว / This citizen id already holds a booking on this schedule'),
    call: isRefused(ConflictError, 409, confirms),
  },
  {
    title: 'ConfirmAppointmentSlot on a schedule that is not open online',
    given: [token, { description: 'a schedule that is not open online', parameters: { hospital_code, schedule_id: 999 } }],
    request: confirm,
    reply: refusal(400, 'ช่วงเวลานี้ไม่ได้เปิดให้จอง Online / The schedule is not open for online booking'),
    call: isRefused(RefusedError, 400, confirms),
  },
  {
    title: 'PostponeAppointmentSlot to a schedule that is full',
    given: [token, theBooking, { description: 'a schedule without free slots', parameters: { hospital_code, schedule_id: 995 } }],
    request: get('PostponeAppointmentSlot', { ...held, schedule_id: 995 }),
    reply: refusal(409, 'ช่วงเวลานี้เต็มแล้ว / The schedule is full'),
    call: isRefused(ConflictError, 409, postpones),
  },
  {
    title: 'CancelAppointmentSlot of a booking that does not exist',
    given: [token, noBooking],
    request: cancel,
    reply: refusal(404, 'ไม่พบการจองนี้ / There is no such booking'),
    call: isRefused(NotFoundError, 404, cancels),
  },
])
