import { booking } from '../../fixtures/harness/appointment.ts'
import type { Answer } from '../../fixtures/harness/sandbox.ts'
import { type AppointmentOperation, appointmentCall, appointmentCalls } from './appointment-calls.ts'
import type { Provocation, Provocations } from './provocation.ts'
import { sampleDay, somsri, stranger, type TestWorld, today } from './world.ts'

const authorization = async (world: TestWorld, user?: string) => `Bearer ${(await world.logIn(user)).text}`

/** With a good token, changed in its query or body. */
const call =
  (id: AppointmentOperation, change: Parameters<typeof appointmentCall>[3] = {}): Provocation =>
  async (world) =>
    appointmentCall(world, id, await authorization(world), change)

const after =
  (first: Provocation, then: Provocation): Provocation =>
  async (world) => {
    await first(world)
    return then(world)
  }

/** What concerns the token and the pace, the same for every operation. */
const atTheDoor = (id: AppointmentOperation): Record<string, Provocation> => ({
  'token-missing': (world) => appointmentCall(world, id, undefined),
  'token-invalid': (world) => appointmentCall(world, id, 'Bearer not.a.token'),
  'token-expired': async (world) => {
    const issued = await authorization(world)
    await world.advance({ hours: 5 })
    return appointmentCall(world, id, issued)
  },
  'token-of-another-issuer': async (world) => {
    const credentials = { username: 'moph-test', password: 'Password-1' }
    const { text } = await world.send('/fdh.moph.go.th/token?Action=get_moph_access_token', { method: 'POST', body: credentials })
    return appointmentCall(world, id, `Bearer ${text}`)
  },
  'role-missing': async (world) => appointmentCall(world, id, await authorization(world, 'demo-no-api')),
  'too-many-requests': (world) => often(world, id, 11),
  'address-banned': (world) => often(world, id, 31),
})

async function often(world: TestWorld, id: AppointmentOperation, times: number): Promise<Answer> {
  await world.control('PATCH', '/switches', { 'moph-appointment': { rate_rule: true } })
  const token = await authorization(world)
  for (let time = 1; time < times; time++) await appointmentCall(world, id, token)
  return appointmentCall(world, id, token)
}

const held = (id: 'cancelAppointmentSlot' | 'postponeAppointmentSlot'): Record<string, Provocation> => ({
  'unknown-booking': call(id, { query: { hospital_appointment_slot_id: 1 } }),
  'booking-cancelled': after(call('cancelAppointmentSlot'), call(id)),
  'booking-of-another-hospital': call(id, { query: { hospital_code: '99999' } }),
  'cid-does-not-match': call(id, { query: { cid: somsri } }),
  'booking-past': call(id, { query: { hospital_code: '99999', cid: somsri, hospital_appointment_slot_id: 9996 } }),
})

const book = (schedule_id: number, cid = stranger()) => call('confirmAppointmentSlot', { body: booking({ schedule_id, cid }) })

/** Moves booking 9997, which stands on schedule 994. */
const move = (schedule_id: number) =>
  call('postponeAppointmentSlot', { query: { hospital_code: '99999', cid: somsri, hospital_appointment_slot_id: 9997, schedule_id } })

const refusedSchedules = (to: (schedule_id: number) => Provocation): Record<string, Provocation> => ({
  'unknown-schedule': to(9_999_999),
  'schedule-of-another-hospital': to(98),
  'schedule-not-online': to(996),
  'schedule-past': to(997),
  'schedule-full': to(998),
})

const ofTheOperation: Partial<Provocations<AppointmentOperation>> = {
  getHospitalSlotGroupByProvince: {
    'date-range-reversed': call('getHospitalSlotGroupByProvince', { query: { date_start: sampleDay, date_finish: today } }),
  },
  confirmAppointmentSlot: {
    ...refusedSchedules(book),
    'already-booked': book(994, somsri),
    'address-without-form': call('confirmAppointmentSlot', { body: { ...booking(), person: { ...booking().person, address: '1' } } }),
    'his-identifier': call('confirmAppointmentSlot', {
      body: { ...booking(), hospital: { ...booking().hospital, his_identifier: 'HIS ABC v1.0' } },
    }),
  },
  cancelAppointmentSlot: held('cancelAppointmentSlot'),
  postponeAppointmentSlot: { ...held('postponeAppointmentSlot'), ...refusedSchedules(move), 'already-booked': move(994) },
}

export const appointmentProvocations = Object.fromEntries(
  (Object.keys(appointmentCalls) as AppointmentOperation[]).map((id) => [id, { ...atTheDoor(id), ...ofTheOperation[id] }]),
) as Provocations<AppointmentOperation>
