import type { operations, Rule } from '../../src/generated/control/moph-appointment.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import { findPerson } from '../population/people.ts'
import { bookingDetails, personOf } from './booking-views.ts'
import { type Booking, bookingToChange, cancelBooking, makeBooking, moveBooking } from './bookings.ts'
import { bookingOf } from './control-views.ts'
import { shownBooking } from './dashboardBookings.ts'
import { bookableSchedule } from './schedules.ts'

const refuse = refusals<Rule>()

type PatientActions = Pick<
  operations,
  'listPatientAppointments' | 'bookByPatient' | 'confirmByPatient' | 'cancelByPatient' | 'postponeByPatient'
>

/** The patient in the Mor Prom app (MOPH Appointment Center manual, introduction). */
export const patientActions: OperationFunctions<PatientActions> = {
  async listPatientAppointments({ path }, { db, clock }) {
    const rows = await bookingDetails(db)
      .where('b.cid', '=', path.cid)
      .where('b.cancelled', '=', 0)
      .where('s.date', '>=', clock.today())
      .execute()
    return rows.map(bookingOf)
  },

  async bookByPatient({ path, body }, world) {
    const at = { schedule: { pointer: '/body/schedule_id', seen: body.schedule_id }, person: { pointer: '/path/cid', seen: path.cid } }
    const person = await findPerson(world.db, path.cid)
    if (!person) throw refuse('unknown-person', at.person)
    const schedule = await bookableSchedule(world, body.schedule_id, { at: at.schedule, onlineOnly: true })
    return shownBooking(world.db, await makeBooking(world, schedule, personOf(person), { comment: null, madeBy: 'patient', at }))
  },

  /** The patient's own flag; it does not accept the booking for the facility (assumed). */
  async confirmByPatient({ path }, world) {
    const booking = await ownBooking(path, world)
    await world.db.updateTable('bookings').set({ confirmed_by_patient: 1 }).where('id', '=', booking.id).execute()
    return shownBooking(world.db, booking.id)
  },

  async cancelByPatient({ path }, world) {
    const booking = await ownBooking(path, world)
    await cancelBooking(world.db, booking, { pointer: '/path/booking_id', seen: booking.id })
    return shownBooking(world.db, booking.id)
  },

  async postponeByPatient({ path, body }, world) {
    const booking = await ownBooking(path, world)
    const at = {
      booking: { pointer: '/path/booking_id', seen: booking.id },
      schedule: { pointer: '/body/schedule_id', seen: body.schedule_id },
    }
    const schedule = await bookableSchedule(world, body.schedule_id, {
      at: at.schedule,
      hospitalCode: booking.hospital_code,
      onlineOnly: true,
    })
    await moveBooking(world, booking, schedule, at)
    return shownBooking(world.db, booking.id)
  },
}

/** A booking of this patient that still lies ahead; those of others do not exist for them. */
async function ownBooking({ cid, booking_id }: { cid: string; booking_id: number }, { db, clock }: World): Promise<Booking> {
  const at = { pointer: '/path/booking_id', seen: booking_id }
  const booking = await bookingToChange(db, booking_id)
  if (!booking || booking.cid !== cid) throw refuse('unknown-booking', at)
  if (booking.cancelled === 1) throw refuse('booking-cancelled', at)
  if (booking.date < clock.today()) throw refuse('booking-past', at)
  return booking
}
