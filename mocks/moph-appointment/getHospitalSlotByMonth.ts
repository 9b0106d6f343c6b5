import type { operations } from '../../src/generated/moph-appointment.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'

/** Free online slots of each day of a month; a day that is past or full shows 0 (MOPH Appointment Center manual, 4.3.2). */
export const getHospitalSlotByMonth: OperationFunction<operations['getHospitalSlotByMonth']> = async ({ query }, { db, clock }) => {
  const month = `${String(query.year).padStart(4, '0')}-${String(query.month).padStart(2, '0')}`
  const days = await freeSlots(db, { hospital_code: query.hospital_code, first: `${month}-01`, last: `${month}-31` })
  const today = clock.today()
  return { result: days.map(({ date, available_slot }) => ({ date, available_slot: date < today ? 0 : available_slot })) }
}

const freeSlots = prepared((db, { hospital_code, first, last }: { hospital_code: string; first: string; last: string }) =>
  db
    .selectFrom('schedules')
    .select(({ eb, fn }) => ['date', fn.sum<number>(eb('slots', '-', eb.ref('booked'))).as('available_slot')])
    .where('hospital_code', '=', hospital_code)
    .where('date', '>=', first)
    .where('date', '<=', last)
    .where('online', '=', 1)
    .groupBy('date')
    .orderBy('date'),
)
