import type { components, operations, Rule } from '../../src/generated/control/moph-appointment.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import { findPerson } from '../population/people.ts'
import { bookingDetails, personOf } from './booking-views.ts'
import { findBooking, makeBooking } from './bookings.ts'
import { bookingOf } from './control-views.ts'
import { officerOf } from './officer.ts'
import { bookableSchedule } from './schedules.ts'

const refuse = refusals<Rule>()

type BookingActions = Pick<operations, 'listBookings' | 'bookByOfficer' | 'acceptBooking' | 'rejectBooking'>

/** The officer works with bookings: the calendar, manual booking, accept and reject (MOPH Appointment Center manual, 2.5). */
export const dashboardBookings: OperationFunctions<BookingActions> = {
  async listBookings({ path, query }, world) {
    await officerOf(path.hospital_code, query.as, world)
    let rows = bookingDetails(world.db).where('s.hospital_code', '=', path.hospital_code)
    if (query.date !== undefined) rows = rows.where('s.date', '=', query.date)
    if (query.schedule_id !== undefined) rows = rows.where('s.id', '=', query.schedule_id)
    return (await rows.execute()).map(bookingOf)
  },

  /** The person must be known to MOPH Data Hub or be on the white list. Schedules without the online tick are the officer's to fill. */
  async bookByOfficer({ path, query, body }, world) {
    await officerOf(path.hospital_code, query.as, world)
    const at = { schedule: { pointer: '/body/schedule_id', seen: body.schedule_id }, person: { pointer: '/body/cid', seen: body.cid } }
    const schedule = await bookableSchedule(world, body.schedule_id, { at: at.schedule, onlineOnly: false })
    if (schedule.hospital_code !== path.hospital_code) throw refuse('unknown-schedule', at.schedule)
    const person = await findPerson(world.db, body.cid)
    if (!person) throw refuse('person-not-in-data-hub', at.person)
    const id = await makeBooking(world, schedule, personOf(person), { comment: body.comment ?? null, madeBy: 'officer', at })
    return shownBooking(world.db, id)
  },

  acceptBooking: (input, world) => setAccepted(true, input, world),

  rejectBooking: (input, world) => setAccepted(false, input, world),
}

async function setAccepted(
  accepted: boolean,
  { path, query }: { path: { hospital_code: string; booking_id: number }; query: { as?: string } },
  world: World,
): Promise<components['schemas']['Booking']> {
  const officer = await officerOf(path.hospital_code, query.as, world)
  await openBooking(path, world)
  await world.db
    .updateTable('bookings')
    .set({ accepted: Number(accepted), accepted_by: officer, accepted_at: world.clock.local() })
    .where('id', '=', path.booking_id)
    .execute()
  return shownBooking(world.db, path.booking_id)
}

async function openBooking({ hospital_code, booking_id }: { hospital_code: string; booking_id: number }, { db }: World): Promise<void> {
  const booking = await findBooking(db, booking_id)
  if (!booking || booking.hospital_code !== hospital_code || booking.cancelled === 1)
    throw refuse('unknown-booking', { pointer: '/path/booking_id', seen: booking_id })
}

export async function shownBooking(db: Db, id: number): Promise<components['schemas']['Booking']> {
  return bookingOf(await bookingDetails(db).where('b.id', '=', id).executeTakeFirstOrThrow())
}
