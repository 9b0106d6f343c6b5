import type { Booking, Department, ScheduleSlots } from '../../../src/doors/client/index.ts'

/** What the story has found out so far; a later step reads only what those that it needs have left here. */
export interface Learnt {
  /** The facility that logs in, as its token names it. */
  sender?: Pick<Booking['hospital'], 'hospital_code' | 'hospital_name'>
  department?: Department
  /** The day of the story, and its free slots by the month's list. */
  day?: string
  freeOnDay?: number
  /** The schedules of that day, before anything is booked. */
  schedules?: readonly ScheduleSlots[]
  /** The schedule that is booked. */
  chosen?: ScheduleSlots
  /** The schedule that the booking is moved to. */
  later?: ScheduleSlots
  /** The number of the booking. */
  booking?: number
  /** Bookings that the run holds, to be given back. */
  readonly held: Set<number>
  /** Schedules on which a booking may have been made: the answer was lost. */
  readonly inDoubt: Set<number>
}
