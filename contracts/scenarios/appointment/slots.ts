import type { Appointment, ScheduleSlots } from '../../../src/doors/client/index.ts'
import type { Scene } from '../scenario.ts'
import type { Learnt } from './learnt.ts'

/** The free slots of the day as they are now. */
export async function slotsNow({ day }: Learnt, { moph, cast, expect }: Scene): Promise<ScheduleSlots[]> {
  const schedules = await moph.appointment.getHospitalSlotByDate({ hospital_code: cast.hospitalCode, date: day! })
  expect.asInSpec(schedules)
  return schedules
}

/** How many slots of a schedule are free. */
export function freeIn(schedules: readonly ScheduleSlots[], { schedule_id }: ScheduleSlots): number | undefined {
  return schedules.find((schedule) => schedule.schedule_id === schedule_id)?.available_slot
}

/** Where and when a booking is. */
export function placeOf({ hospital_code, appointment_date, time_start, time_finish }: Appointment) {
  return { hospital_code, appointment_date, time_start, time_finish }
}
