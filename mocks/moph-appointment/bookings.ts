import type { Selectable } from 'kysely'
import { nextId } from '../../src/upstream/ids.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import { Refusal, type RefusalPlace } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { World } from '../../src/upstream/world.ts'
import { nextQueueNo, releaseSlot, type Schedule, takeSlot } from './schedules.ts'
import type { BookingRow } from './tables.ts'

export type Booking = Selectable<BookingRow> & { hospital_code: string; date: string }

export type BookedPerson = Pick<BookingRow, 'cid' | 'prefix' | 'first_name' | 'last_name' | 'birth_date' | 'phone_number'>

type NewBooking = BookedPerson & Pick<BookingRow, 'id' | 'schedule_id' | 'queue_no' | 'comment' | 'made_by'>

/** Books one slot for a person. `at` is where schedule and person stand in the call. */
export async function makeBooking(
  { db }: World,
  schedule: Schedule,
  person: BookedPerson,
  { comment, madeBy, at }: { comment: string | null; madeBy: BookingRow['made_by']; at: { schedule: RefusalPlace; person: RefusalPlace } },
): Promise<number> {
  await takeSlotFor(db, schedule, person.cid, at)
  const id = await freeBookingId(db)
  const queue_no = await nextQueueNo(db, schedule)
  await insertBooking(db, { id, schedule_id: schedule.id, queue_no, ...person, comment, made_by: madeBy })
  return id
}

const insertBooking = prepared((db, booking: NewBooking) =>
  db.insertInto('bookings').values({
    id: booking.id,
    schedule_id: booking.schedule_id,
    queue_no: booking.queue_no,
    cid: booking.cid,
    prefix: booking.prefix,
    first_name: booking.first_name,
    last_name: booking.last_name,
    birth_date: booking.birth_date,
    phone_number: booking.phone_number,
    comment: booking.comment,
    made_by: booking.made_by,
    cancelled: 0,
    ...untouched,
  }),
)

/** Neither accepted by an officer nor confirmed by the patient. */
const untouched = { accepted: 0, accepted_by: null, accepted_at: null, confirmed_by_patient: 0 } as const

export async function cancelBooking(db: Db, booking: Booking, at: RefusalPlace): Promise<void> {
  const [cancelled] = await cancel(db, { id: booking.id })
  if (!cancelled) throw new Refusal('booking-cancelled', at)
  await releaseSlot(db, booking.schedule_id)
}

const cancel = prepared((db, { id }: { id: number }) =>
  db.updateTable('bookings').set({ cancelled: 1 }).where('id', '=', id).where('cancelled', '=', 0).returning('id'),
)

/** Moves a booking: same id, new queue number, to be accepted and confirmed anew (all assumed). */
export async function moveBooking(
  { db }: World,
  booking: Booking,
  to: Schedule,
  at: { booking: RefusalPlace; schedule: RefusalPlace },
): Promise<void> {
  await refuseSecondBooking(db, to.id, booking.cid, at.schedule)
  // In the order of the ids, so that two bookings that change places do not wait for each other.
  const release = () => releaseSlot(db, booking.schedule_id)
  const take = () => takeSlot(db, to, at.schedule)
  for (const step of booking.schedule_id < to.id ? [release, take] : [take, release]) await step()
  await refuseSecondBooking(db, to.id, booking.cid, at.schedule)
  const queue_no = await nextQueueNo(db, to)
  const [moved] = await move(db, { id: booking.id, from: booking.schedule_id, to: to.id, queue_no })
  if (!moved) throw new Refusal('booking-cancelled', at.booking)
}

const move = prepared((db, { id, from, to, queue_no }: { id: number; from: number; to: number; queue_no: string }) =>
  db
    .updateTable('bookings')
    .set({ schedule_id: to, queue_no, ...untouched })
    .where('id', '=', id)
    .where('schedule_id', '=', from)
    .where('cancelled', '=', 0)
    .returning('id'),
)

/** A booking with its facility and day, cancelled ones included. */
export async function findBooking(db: Db, id: number): Promise<Booking | undefined> {
  const [booking] = await bookingsWithDay(db, { id })
  return booking
}

const bookingsWithDay = prepared((db, { id }: { id: number }) =>
  db
    .selectFrom('bookings')
    .innerJoin('schedules', 'schedules.id', 'bookings.schedule_id')
    .selectAll('bookings')
    .select(['schedules.hospital_code', 'schedules.date'])
    .where('bookings.id', '=', id),
)

/** Looks twice: before, since "already booked" says more than "full"; after, since only then no other call can add one. */
async function takeSlotFor(db: Db, schedule: Schedule, cid: string, at: { schedule: RefusalPlace; person: RefusalPlace }): Promise<void> {
  await refuseSecondBooking(db, schedule.id, cid, at.person)
  await takeSlot(db, schedule, at.schedule)
  await refuseSecondBooking(db, schedule.id, cid, at.person)
}

async function refuseSecondBooking(db: Db, schedule_id: number, cid: string, at: RefusalPlace): Promise<void> {
  const [held] = await bookingsHeld(db, { schedule_id, cid })
  if (held) throw new Refusal('already-booked', at)
}

const bookingsHeld = prepared((db, { schedule_id, cid }: { schedule_id: number; cid: string }) =>
  db.selectFrom('bookings').select('id').where('schedule_id', '=', schedule_id).where('cid', '=', cid).where('cancelled', '=', 0),
)

/** A booking that is about to be moved or cancelled: until this call ends, no other one changes it. */
export async function bookingToChange(db: Db, id: number): Promise<Booking | undefined> {
  await hold(db, { id })
  return findBooking(db, id)
}

const hold = prepared((db, { id }: { id: number }) =>
  db
    .updateTable('bookings')
    .set((eb) => ({ cancelled: eb.ref('cancelled') }))
    .where('id', '=', id),
)

/** The next number, past those that the demo world has given out already. */
async function freeBookingId(db: Db): Promise<number> {
  for (;;) {
    const id = await nextId(db, 'booking')
    const [taken] = await bookingsById(db, { id })
    if (!taken) return id
  }
}

const bookingsById = prepared((db, { id }: { id: number }) => db.selectFrom('bookings').select('id').where('id', '=', id))
