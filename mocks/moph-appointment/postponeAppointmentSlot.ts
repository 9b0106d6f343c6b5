import type { operations } from '../../src/generated/moph-appointment.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { moveBooking } from './bookings.ts'
import { heldBooking } from './heldBooking.ts'
import { bookableSchedule } from './schedules.ts'

/** Moves a booking to another schedule of its facility. A GET that changes state, as documented (MOPH Appointment Center manual, 4.3.5). */
export const postponeAppointmentSlot: OperationFunction<operations['postponeAppointmentSlot']> = async ({ query }, world) => {
  const booking = await heldBooking(query, world)
  const at = {
    booking: { pointer: '/query/hospital_appointment_slot_id', seen: booking.id },
    schedule: { pointer: '/query/schedule_id', seen: query.schedule_id },
  }
  const schedule = await bookableSchedule(world, query.schedule_id, {
    at: at.schedule,
    hospitalCode: query.hospital_code,
    onlineOnly: true,
  })
  await moveBooking(world, booking, schedule, at)
  return { result: { hospital_appointment_slot_id: booking.id } }
}
