import { booking } from '../../fixtures/harness/appointment.ts'
import type { Answer } from '../../fixtures/harness/sandbox.ts'
import type { operations } from '../../src/generated/moph-appointment.ts'
import { sampleDay, type TestWorld } from './world.ts'

export type AppointmentOperation = keyof operations

type Values = Record<string, string | number>

interface Call {
  query: Values
  body?: unknown
}

const held = { hospital_code: '00000', cid: '0000000000000', hospital_appointment_slot_id: 9999 }

/** A well-formed call of every operation of MOPH Appointment Center, which a new demo world answers with 200. */
export const appointmentCalls: Record<AppointmentOperation, Call> = {
  getAppointment: { query: { cid: '0000000000000' } },
  getHospitalDepartment: { query: { hospital_code: '00000' } },
  getHospitalRoom: { query: { hospital_code: '00000' } },
  getHospitalSlotGroupByProvince: { query: { date_start: sampleDay, date_finish: sampleDay } },
  getHospitalSlotByMonth: { query: { hospital_code: '00000', year: 2026, month: 12 } },
  getHospitalSlotByDate: { query: { hospital_code: '00000', date: sampleDay } },
  confirmAppointmentSlot: { query: {}, body: booking() },
  cancelAppointmentSlot: { query: held },
  postponeAppointmentSlot: { query: { ...held, schedule_id: 99 } },
  getHospitalSlotConfirmByDate: { query: { hospital_code: '00000', date: sampleDay } },
}

/** Makes that call, changed where wanted. */
export function appointmentCall(
  world: TestWorld,
  id: AppointmentOperation,
  authorization: string | undefined,
  change: Partial<Call> = {},
): Promise<Answer> {
  const { query, body } = { ...appointmentCalls[id], ...change }
  const action = id === 'getAppointment' ? {} : { Action: `${id[0]!.toUpperCase()}${id.slice(1)}` }
  const all = { ...action, ...appointmentCalls[id].query, ...query }
  const search = new URLSearchParams(Object.entries(all).map(([name, value]) => [name, String(value)]))
  return world.send(`/cvp1.moph.go.th/api/appointment/${id === 'getAppointment' ? 'Appointment' : 'AppointmentSlot'}?${search}`, {
    method: body === undefined ? 'GET' : 'POST',
    body,
    headers: authorization === undefined ? {} : { authorization },
  })
}
