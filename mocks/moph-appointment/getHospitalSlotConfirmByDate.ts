import type { operations } from '../../src/generated/moph-appointment.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { appointmentOf, bookingDetails, personOf } from './booking-views.ts'

/** Bookings of a day (public clients; not in the manual, so the shape of an item is ours). */
export const getHospitalSlotConfirmByDate: OperationFunction<operations['getHospitalSlotConfirmByDate']> = async ({ query }, { db }) => {
  const rows = await bookingsOfDay(db, { hospital_code: query.hospital_code, date: query.date })
  return { result: rows.map((row) => ({ ...appointmentOf(row), schedule_id: row.schedule_id, person: personOf(row) })) }
}

const bookingsOfDay = prepared((db, { hospital_code, date }: { hospital_code: string; date: string }) =>
  bookingDetails(db).where('s.hospital_code', '=', hospital_code).where('s.date', '=', date).where('b.cancelled', '=', 0),
)
