import createClient from 'openapi-fetch'
import type { paths } from '../../../generated/moph-appointment.ts'
import type { AuthorisedCall } from '../authorised-calls.ts'
import { appointments } from './appointments.ts'
import { booking } from './booking.ts'
import { slots } from './slots.ts'

/**
 * MOPH Appointment Center: free slots of a hospital, and booking, postponing and cancelling them. The account needs the role
 * `APPOINTMENT_API`. Facility codes are 5 digits, citizen ids 13, both as strings.
 *
 * Every method returns the `result` of the reply and throws a MophError: LoginRefusedError, AuthenticationError, ForbiddenError,
 * RateLimitedError, RefusedError, UpstreamFailedError, TimeoutError, ConnectionError, UnexpectedReplyError, and what it names itself.
 */
export type AppointmentClient = ReturnType<typeof appointments> & ReturnType<typeof slots> & ReturnType<typeof booking>

export function appointmentClient(baseUrl: string, call: AuthorisedCall): AppointmentClient {
  const parts = { http: createClient<paths>({ baseUrl }), call }
  return { ...appointments(parts), ...slots(parts), ...booking(parts) }
}
