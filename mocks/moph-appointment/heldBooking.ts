import type { Rule } from '../../src/generated/moph-appointment.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { World } from '../../src/upstream/world.ts'
import { type Booking, bookingToChange } from './bookings.ts'

const refuse = refusals<Rule>()

interface BookingQuery {
  hospital_code: string
  cid: string
  hospital_appointment_slot_id: number
}

/** The booking that a cancel or postpone names, or the refusal: facility, person and day must fit (all assumed). */
export async function heldBooking(query: BookingQuery, { db, clock }: World): Promise<Booking> {
  const at = { pointer: '/query/hospital_appointment_slot_id', seen: query.hospital_appointment_slot_id }
  const booking = await bookingToChange(db, query.hospital_appointment_slot_id)
  if (!booking) throw refuse('unknown-booking', at)
  if (booking.hospital_code !== query.hospital_code)
    throw refuse('booking-of-another-hospital', { pointer: '/query/hospital_code', seen: query.hospital_code })
  if (booking.cid !== query.cid) throw refuse('cid-does-not-match', { pointer: '/query/cid', seen: query.cid })
  if (booking.cancelled === 1) throw refuse('booking-cancelled', at)
  if (booking.date < clock.today()) throw refuse('booking-past', at)
  return booking
}
