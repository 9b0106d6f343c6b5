import { type Parts, type Query, type Result, reads } from './types.ts'

/** Looking bookings up. */
export function appointments({ http, call }: Parts) {
  return {
    /**
     * A person's bookings that are not cancelled, today and later; also the way to learn whether a write with an unknown outcome was
     * carried out. `person` is null where nobody knows the citizen id (assumed).
     * Source: MOPH Appointment Center manual, 4.3.1
     */
    getAppointment: (query: Query<'getAppointment'>): Promise<Result<'getAppointment'>> =>
      call(reads('getAppointment'), 'object', (init) => http.GET('/api/appointment/Appointment', { ...init, params: { query } })),

    /**
     * The bookings of a facility on a day (`yyyy-mm-dd`, Gregorian year) that are not cancelled.
     * Source: public clients (not in the manual; they read `result`, the shape of its items is assumed)
     */
    getHospitalSlotConfirmByDate: (query: Query<'getHospitalSlotConfirmByDate'>): Promise<Result<'getHospitalSlotConfirmByDate'>> =>
      call(reads('getHospitalSlotConfirmByDate'), 'array', (init) =>
        http.GET('/api/appointment/AppointmentSlot#GetHospitalSlotConfirmByDate', {
          ...init,
          params: { query: { ...query, Action: 'GetHospitalSlotConfirmByDate' } },
        }),
      ),
  }
}
