import { type BookingReference, MophError, type ScheduleSlots } from '../../../src/doors/client/index.ts'
import { version } from '../../../src/version.ts'
import { bookable } from '../cast.ts'
import type { Scene } from '../scenario.ts'
import type { Learnt } from './learnt.ts'

/** Books a slot of a schedule for the patient of the story, and notes that it is held. */
export async function book(learnt: Learnt, { schedule_id }: ScheduleSlots, { moph, cast }: Scene): Promise<BookingReference> {
  const body = {
    hospital: { ...learnt.sender!, system_identifier: `moph-sandbox verify ${version}` },
    person: bookable(cast),
    appointment: { hospital_code: cast.hospitalCode, schedule_id, comment: 'moph-sandbox verify' },
  }
  try {
    const booked = await moph.appointment.confirmAppointmentSlot(body)
    learnt.held.add(booked.hospital_appointment_slot_id)
    return booked
  } catch (error) {
    if (error instanceof MophError && error.outcomeUnknown) learnt.inDoubt.add(schedule_id)
    throw error
  }
}
