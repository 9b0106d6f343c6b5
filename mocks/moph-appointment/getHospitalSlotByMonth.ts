import type { operations } from '../../src/generated/moph-appointment.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'

/** Free online slots of each day of a month; a day that is past or full shows 0 (MOPH Appointment Center manual, 4.3.2). */
export const getHospitalSlotByMonth: OperationFunction<operations['getHospitalSlotByMonth']> = async ({ query }, { db, clock }) => {
  const month = `${String(query.year).padStart(4, '0')}-${String(query.month).padStart(2, '0')}`
  const days = await db
    .selectFrom('schedules')
    .select(({ eb, fn }) => ['date', fn.sum<number>(eb('slots', '-', eb.ref('booked'))).as('available_slot')])
    .where('hospital_code', '=', query.hospital_code)
    .where('date', '>=', `${month}-01`)
    .where('date', '<=', `${month}-31`)
    .where('online', '=', 1)
    .groupBy('date')
    .orderBy('date')
    .execute()
  const today = clock.today()
  return { result: days.map(({ date, available_slot }) => ({ date, available_slot: date < today ? 0 : available_slot })) }
}
