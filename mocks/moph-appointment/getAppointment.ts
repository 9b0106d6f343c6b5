import type { operations } from '../../src/generated/moph-appointment.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { findPerson } from '../population/people.ts'
import { appointmentOf, bookingDetails, personOf } from './booking-views.ts'

/** A person's bookings, today and later (MOPH Appointment Center manual, 4.3.1). MOPH-IC's data on the person wins over that of a booking. */
export const getAppointment: OperationFunction<operations['getAppointment']> = async ({ query }, { db, clock }) => {
  const bookings = await bookingsOfPerson(db, { cid: query.cid, today: clock.today() })
  const known = (await findPerson(db, query.cid)) ?? bookings.at(-1)
  return { result: { person: known ? personOf(known) : null, appointments: bookings.map(appointmentOf) } }
}

const bookingsOfPerson = prepared((db, { cid, today }: { cid: string; today: string }) =>
  bookingDetails(db).where('b.cid', '=', cid).where('b.cancelled', '=', 0).where('s.date', '>=', today),
)
