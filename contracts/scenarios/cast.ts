import type { Booking } from '../../src/doors/client/index.ts'
import { Skip } from './skip.ts'

/** Who and what the story is about. */
export interface Cast {
  /** The facility whose departments, rooms and slots are looked at. */
  hospitalCode: string
  patient: Patient | undefined
  /** MOPH Connect ID of the tester, who gets the messages. */
  connectUser: string | undefined
  /** Citizen id of a test person whom NHSO knows. */
  rightHolder: string | undefined
  /** Nobody else acts on the target meanwhile, so numbers can be compared to the last slot. */
  alone: boolean
  /** A day in Bangkok, so many days from now, `yyyy-mm-dd`. */
  day(daysAhead: number): string
}

/** A synthetic or test person, never a real patient. The cid alone is enough for looking up. */
export type Patient = Pick<Booking['person'], 'cid'> & Partial<Booking['person']>

/** @throws Skip where the target names nobody */
export function patientOf({ patient }: Cast): Patient {
  if (!patient) throw new Skip('the target names no patient for tests (patient in its configuration)')
  return patient
}

/** @throws Skip where the patient cannot be booked for want of a name, gender or phone */
export function bookable(cast: Cast): Booking['person'] {
  const { prefix, first_name, last_name, gender, mobile_phone, ...rest } = patientOf(cast)
  if (prefix === undefined || first_name === undefined || last_name === undefined || gender === undefined || mobile_phone === undefined)
    throw new Skip("the target's patient cannot be booked without prefix, first_name, last_name, gender and mobile_phone")
  return { ...rest, prefix, first_name, last_name, gender, mobile_phone }
}

/** @throws Skip where the target names nobody */
export function connectUserOf({ connectUser }: Cast): string {
  if (!connectUser) throw new Skip('the target names no MOPH Connect ID of a tester (connectUser in its configuration)')
  return connectUser
}

/** @throws Skip where the target names nobody */
export function rightHolderOf({ rightHolder }: Cast): string {
  if (!rightHolder) throw new Skip('the target names no test person of NHSO (nhso.pid in its configuration)')
  return rightHolder
}

const bangkokMs = 7 * 3_600_000
const dayMs = 86_400_000

/** The Thai calendar day, so many days from now. */
export function bangkokDay(daysAhead: number): string {
  return new Date(Date.now() + bangkokMs + daysAhead * dayMs).toISOString().slice(0, 10)
}
