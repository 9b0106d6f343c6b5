import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { testSecretKeys } from '../../mocks/moph-account/keys.ts'
import {
  ConflictError,
  createMophClient,
  ForbiddenError,
  LoginRefusedError,
  NotFoundError,
  RefusedError,
} from '../../src/doors/client/index.ts'
import { appointmentExamples, booking, cid, day, held, hospital } from './examples/moph-appointment.ts'
import { type Judgement, type Oracle, startOracle } from './oracle.ts'

const specs = ['moph-account', 'moph-appointment']
/** A Tuesday; the sample schedules of the demo world are a week later. */
const now = '2026-11-24T02:00:00.000Z'
const workspace = '/w/oracle'

const operations = Object.keys(appointmentExamples) as (keyof typeof appointmentExamples)[]

describe('Prism, an independent reader of the specs, between the reference client and the sandbox', () => {
  let sandbox: TestSandbox
  let oracle: Oracle
  /** Where the exchanges of the running test begin. */
  let from = 0
  const judged = (): Judgement[] => oracle.judgements.slice(from)
  const lastJudged = () => oracle.judgements.at(-1)!

  const control = async (method: string, path: string, body?: unknown) => {
    const { status, json, text } = await sandbox.control(method, path, body, workspace)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return json
  }
  const clientOf = (user = 'demo', password = 'Password-1') =>
    createMophClient({
      baseUrls: { 'moph-account': oracle.url, 'moph-appointment': oracle.url },
      credentials: { user, password, secretKey: testSecretKeys.cvp1, hospitalCode: '99999' },
      clock: () => Date.parse(now),
    })
  /** A request that the reference client would not send. */
  const send = async (method: string, path: string, body?: unknown) =>
    fetch(`${oracle.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${await clientOf().account.token()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    await sandbox.control('POST', '/workspaces', { name: 'oracle', now })
    await control('POST', '/snapshots', { name: 'start' })
    oracle = await startOracle({ specs, target: `${sandbox.url}${workspace}/cvp1.moph.go.th` })
  })
  beforeEach(async () => {
    await control('POST', '/snapshots/start/restore')
    await control('DELETE', '/journal')
    from = oracle.judgements.length
  })
  afterAll(async () => {
    await oracle?.close()
    await sandbox?.close()
  })

  describe('has nothing against', () => {
    afterEach(() => {
      expect(judged()).not.toEqual([])
      expect(judged().filter(({ violation }) => violation !== undefined)).toEqual([])
    })

    it('the story of the manual: find a slot, book, look up, postpone, cancel', async () => {
      const { appointment } = clientOf()
      const [department] = await appointment.getHospitalDepartment(hospital)
      const rooms = await appointment.getHospitalRoom({ ...hospital, department_id: department!.department_id })
      const days = await appointment.getHospitalSlotByMonth({ ...hospital, year: 2026, month: 12 })
      const free = await appointment.getHospitalSlotByDate({ ...hospital, date: days[0]!.date, room_id: rooms[0]!.room_id })
      await appointment.getHospitalSlotGroupByProvince({ date_start: day, date_finish: day })
      const booked = await appointment.confirmAppointmentSlot(booking(free[0]!.schedule_id))
      expect((await appointment.getAppointment({ cid })).appointments).toContainEqual(expect.objectContaining(booked))
      expect(await appointment.getHospitalSlotConfirmByDate({ ...hospital, date: days[0]!.date })).toContainEqual(
        expect.objectContaining(booked),
      )
      await appointment.postponeAppointmentSlot({ ...held, schedule_id: free[1]!.schedule_id })
      await appointment.cancelAppointmentSlot(held)
    })

    it('what nobody is booked on, nobody knows, or the officer has accepted', async () => {
      const { appointment } = clientOf()
      expect(await appointment.getHospitalSlotByDate({ ...hospital, date: '2026-12-31' })).toEqual([])
      expect(await appointment.getAppointment({ cid: '8999900000091' })).toEqual({ person: null, appointments: [] })
      const { hospital_appointment_slot_id } = await appointment.confirmAppointmentSlot(booking(999))
      await control('POST', `/dashboard/99999/bookings/${hospital_appointment_slot_id}/accept`, { login: 'demo' })
      expect((await appointment.getAppointment({ cid })).appointments).toContainEqual(expect.objectContaining({ hospital_confirm: true }))
    })

    it.each(['raw', 'quoted'])('a token that is %s', async (token_form) => {
      await control('PATCH', '/switches', { 'moph-account': { token_form } })
      await expect(clientOf().account.token()).resolves.toMatch(/^ey/)
    })

    it('the login by query string, and by the form of the screenshot', async () => {
      const [{ user, password_hash, hospital_code }] = (await control('GET', '/status')).accounts
      const query = new URLSearchParams({ Action: 'get_moph_access_token', user, password_hash, hospital_code })
      expect((await fetch(`${oracle.url}/token?${query}`)).status).toBe(200)
      expect((await fetch(`${oracle.url}/token?${query}`, { method: 'POST' })).status).toBe(200)
      const screenshot = await send('POST', '/token?Action=get_moph_access_token', { username: 'demo', password: 'Password-1' })
      expect(screenshot.status).toBe(200)
    })

    it.each([
      ['envelope', 'a wrong password', () => clientOf('demo', 'wrong').account.token(), LoginRefusedError, 401],
      ['envelope', 'a suspended account', () => clientOf('demo-suspended').account.token(), LoginRefusedError, 403],
      ['envelope', 'a role that is missing', () => appointmentExamples.getAppointment(clientOf('demo-no-api')), ForbiddenError, 403],
      ['envelope', 'a full schedule', () => clientOf().appointment.confirmAppointmentSlot(booking(998)), ConflictError, 409],
      ['envelope', 'a schedule of another hospital', () => clientOf().appointment.confirmAppointmentSlot(booking(98)), RefusedError, 400],
      ['envelope', 'an unknown schedule', () => clientOf().appointment.confirmAppointmentSlot(booking(1)), NotFoundError, 404],
      ['envelope', 'a schedule that is past', () => clientOf().appointment.confirmAppointmentSlot(booking(997)), RefusedError, 400],
      ['envelope', 'an unknown booking', () => clientOf().appointment.cancelAppointmentSlot(held), NotFoundError, 404],
      ['text', 'a wrong password', () => clientOf('demo', 'wrong').account.token(), LoginRefusedError, 401],
      ['text', 'a full schedule', () => clientOf().appointment.confirmAppointmentSlot(booking(998)), ConflictError, 409],
    ])('a refusal as %s: %s', async (error_form, _what, refused, errorClass, status) => {
      await control('PATCH', '/switches', { 'moph-account': { error_form }, 'moph-appointment': { error_form } })
      await expect(refused()).rejects.toBeInstanceOf(errorClass)
      expect(lastJudged().status).toBe(status)
    })
  })

  describe('is awake: it objects to', () => {
    it.each(operations)('%s with a wrong value in any parameter', async (operation) => {
      await appointmentExamples[operation](clientOf()).catch(() => {})
      const { method, path } = lastJudged()
      const { pathname, searchParams } = new URL(path, oracle.url)
      for (const name of searchParams.keys()) {
        // No document has it, so no form of it is demanded.
        if (name === 'province_code') continue
        const wrong = new URLSearchParams(searchParams)
        wrong.set(name, 'wrong')
        const reply = await send(method, `${pathname}?${wrong}`, method === 'POST' ? booking(999) : undefined)
        expect([name, reply.status]).toEqual([name, name === 'Action' ? 404 : 422])
        expect(lastJudged().violation).toContain(name === 'Action' ? 'NO_PATH_MATCHED_ERROR' : `"${name}"`)
      }
    })

    it('a booking that lacks a field or has one of a wrong type, and does not send it on', async () => {
      const { person, ...rest } = booking(999)
      const { first_name: _first_name, ...nameless } = person
      for (const [wrong, field] of [
        [{ ...rest, person: nameless }, 'first_name'],
        [{ ...rest, person: { ...person, gender: '1' } }, 'gender'],
        [{ ...rest, person: { ...person, birth_date: '1/1/2000' } }, 'birth_date'],
      ] as const) {
        const reply = await send('POST', '/api/appointment/AppointmentSlot?Action=ConfirmAppointmentSlot', wrong)
        expect(reply.status).toBe(422)
        expect(lastJudged().violation).toContain(field)
      }
      expect(await control('GET', '/journal?operation=confirmAppointmentSlot')).toEqual([])
    })

    it('a call without a token', async () => {
      const reply = await fetch(`${oracle.url}/api/appointment/Appointment?cid=${cid}`)
      expect(reply.status).toBe(401)
      expect(lastJudged().violation).toContain('UNAUTHORIZED')
      expect(await control('GET', '/journal')).toEqual([])
    })
  })
})
