import type { operations } from '../../src/generated/moph-appointment.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { cancelBooking } from './bookings.ts'
import { heldBooking } from './heldBooking.ts'

/** Cancels a booking. A GET that changes state, as documented (MOPH Appointment Center manual, 4.3.4). */
export const cancelAppointmentSlot: OperationFunction<operations['cancelAppointmentSlot']> = async ({ query }, world) => {
  const booking = await heldBooking(query, world)
  await cancelBooking(world.db, booking, { pointer: '/query/hospital_appointment_slot_id', seen: booking.id })
  return { result: { hospital_appointment_slot_id: booking.id } }
}
