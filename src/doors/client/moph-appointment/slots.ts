import { type Parts, type Query, type Result, reads } from './types.ts'

/** What can be booked. */
export function slots({ http, call }: Parts) {
  return {
    /**
     * The departments of a facility.
     * Source: MOPH Appointment Center manual, 4.3.2
     */
    getHospitalDepartment: (query: Query<'getHospitalDepartment'>): Promise<Result<'getHospitalDepartment'>> =>
      call(reads('getHospitalDepartment'), 'array', (init) =>
        http.GET('/api/appointment/AppointmentSlot#GetHospitalDepartment', {
          ...init,
          params: { query: { ...query, Action: 'GetHospitalDepartment' } },
        }),
      ),

    /**
     * The rooms of a facility, or of one of its departments (`department_id`).
     * Source: MOPH Appointment Center manual, 4.3.2
     */
    getHospitalRoom: (query: Query<'getHospitalRoom'>): Promise<Result<'getHospitalRoom'>> =>
      call(reads('getHospitalRoom'), 'array', (init) =>
        http.GET('/api/appointment/AppointmentSlot#GetHospitalRoom', {
          ...init,
          params: { query: { ...query, Action: 'GetHospitalRoom' } },
        }),
      ),

    /**
     * The free slots of every facility from `date_start` to `date_finish`, both included (`yyyy-mm-dd`, Gregorian year).
     * `province_code` is not documented; the sister action of MOPH Immunization Center has it.
     * Source: MOPH Appointment Center manual, 4.3.2
     */
    getHospitalSlotGroupByProvince: (query: Query<'getHospitalSlotGroupByProvince'>): Promise<Result<'getHospitalSlotGroupByProvince'>> =>
      call(reads('getHospitalSlotGroupByProvince'), 'array', (init) =>
        http.GET('/api/appointment/AppointmentSlot#GetHospitalSlotGroupByProvince', {
          ...init,
          params: { query: { ...query, Action: 'GetHospitalSlotGroupByProvince' } },
        }),
      ),

    /**
     * The free slots of each day of a month: Gregorian `year` (2026, not 2569) and `month` from 1 to 12.
     * Source: MOPH Appointment Center manual, 4.3.2
     */
    getHospitalSlotByMonth: (query: Query<'getHospitalSlotByMonth'>): Promise<Result<'getHospitalSlotByMonth'>> =>
      call(reads('getHospitalSlotByMonth'), 'array', (init) =>
        http.GET('/api/appointment/AppointmentSlot#GetHospitalSlotByMonth', {
          ...init,
          params: { query: { ...query, Action: 'GetHospitalSlotByMonth' } },
        }),
      ),

    /**
     * The schedules of a day (`yyyy-mm-dd`, Gregorian year) and their free slots; the source of `schedule_id`. Times are `HH:MM:SS` in
     * Asia/Bangkok, the end inclusive (08:59:59).
     * Source: MOPH Appointment Center manual, 4.3.2
     */
    getHospitalSlotByDate: (query: Query<'getHospitalSlotByDate'>): Promise<Result<'getHospitalSlotByDate'>> =>
      call(reads('getHospitalSlotByDate'), 'array', (init) =>
        http.GET('/api/appointment/AppointmentSlot#GetHospitalSlotByDate', {
          ...init,
          params: { query: { ...query, Action: 'GetHospitalSlotByDate' } },
        }),
      ),
  }
}
