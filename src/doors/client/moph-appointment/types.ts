import type { Client } from 'openapi-fetch'
import type { components, operations, paths } from '../../../generated/moph-appointment.ts'
import type { AuthorisedCall } from '../authorised-calls.ts'
import type { Operation } from '../operation.ts'

type Schemas = components['schemas']
type Name = keyof operations

/** What a booking is made of. */
export type Booking = Schemas['Booking']
/** The number of a booking. */
export type BookingReference = Schemas['BookingReference']
/** A person's booking. */
export type Appointment = Schemas['Appointment']
/** A person and the person's bookings. */
export type PersonAppointments = Schemas['PersonAppointments']
/** A booking in the list of a day. */
export type DayBooking = Schemas['DayBooking']
/** A department of a facility. */
export type Department = Schemas['Department']
/** A room of a facility. */
export type Room = Schemas['Room']
/** The free slots of a facility. */
export type HospitalSlots = Schemas['HospitalSlots']
/** The free slots of a day. */
export type DaySlots = Schemas['DaySlots']
/** The free slots of a schedule, which is a room, a day and a time. */
export type ScheduleSlots = Schemas['ScheduleSlots']

/** The parameters that a caller gives; `Action` follows from the method. */
export type Query<Of extends Name> = Omit<operations[Of]['parameters']['query'], 'Action'>

/** The `result` of an operation's reply. */
export type Result<Of extends Name> = operations[Of]['responses'][200]['content']['application/json']['result']

/** What the methods of this upstream are made with. */
export interface Parts {
  http: Client<paths>
  call: AuthorisedCall
}

export function reads(name: Name): Operation {
  return { upstream: 'moph-appointment', name, effect: 'read' }
}

export function writes(name: Name): Operation {
  return { upstream: 'moph-appointment', name, effect: 'write', lookUp: 'getAppointment' }
}
