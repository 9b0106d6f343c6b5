import { type Booking, type Parts, type Query, type Result, writes } from './types.ts'

/** Booking, cancelling, postponing. None is ever repeated by this client after a time-out or a broken connection. */
export function booking({ http, call }: Parts) {
  return {
    /**
     * Books a slot. `hospital` is who sends, `appointment.hospital_code` the booked facility; `schedule_id` comes from
     * `getHospitalSlotByDate`, `birth_date` has the Gregorian year, `gender` is the number 1 (male) or 2 (female).
     *
     * @throws ConflictError where the schedule is full or the person holds a booking on it (statuses are assumed, not documented)
     * @throws NotFoundError where there is no such schedule
     * @throws RefusedError (400) where the schedule is past, not open online, or of another facility
     * @throws an error with `outcomeUnknown`: look it up with `getAppointment` before booking again
     * Source: MOPH Appointment Center manual, 4.3.3
     */
    confirmAppointmentSlot: (body: Booking): Promise<Result<'confirmAppointmentSlot'>> =>
      call(writes('confirmAppointmentSlot'), 'object', (init) =>
        http.POST('/api/appointment/AppointmentSlot#ConfirmAppointmentSlot', {
          ...init,
          params: { query: { Action: 'ConfirmAppointmentSlot' } },
          body,
        }),
      ),

    /**
     * Cancels a booking. `hospital_code` is the booked facility; `hospital_appointment_slot_id` comes from `getAppointment`.
     * A GET that changes state, as documented, so it must not be prefetched or repeated. What the real service answers is not documented.
     *
     * @throws NotFoundError where there is no such booking, or no longer
     * @throws RefusedError (400) where it is past, or the facility or the citizen id is not that of the booking
     * @throws an error with `outcomeUnknown`: look it up with `getAppointment` before cancelling again
     * Source: MOPH Appointment Center manual, 4.3.4
     */
    cancelAppointmentSlot: (query: Query<'cancelAppointmentSlot'>): Promise<Result<'cancelAppointmentSlot'>> =>
      call(writes('cancelAppointmentSlot'), 'object', (init) =>
        http.GET('/api/appointment/AppointmentSlot#CancelAppointmentSlot', {
          ...init,
          params: { query: { ...query, Action: 'CancelAppointmentSlot' } },
        }),
      ),

    /**
     * Moves a booking to another schedule of the same facility (`schedule_id`, from `getHospitalSlotByDate`).
     * A GET that changes state, as documented, so it must not be prefetched or repeated. What the real service answers is not documented.
     *
     * @throws ConflictError, NotFoundError, RefusedError as `confirmAppointmentSlot` and `cancelAppointmentSlot`
     * @throws an error with `outcomeUnknown`: look it up with `getAppointment` before postponing again
     * Source: MOPH Appointment Center manual, 4.3.5
     */
    postponeAppointmentSlot: (query: Query<'postponeAppointmentSlot'>): Promise<Result<'postponeAppointmentSlot'>> =>
      call(writes('postponeAppointmentSlot'), 'object', (init) =>
        http.GET('/api/appointment/AppointmentSlot#PostponeAppointmentSlot', {
          ...init,
          params: { query: { ...query, Action: 'PostponeAppointmentSlot' } },
        }),
      ),
  }
}
