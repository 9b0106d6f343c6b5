import type { operations, Rule } from '../../src/generated/moph-appointment.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'

const refuse = refusals<Rule>()

/** Free online slots of each facility between two dates, from today on (MOPH Appointment Center manual, 4.3.2). */
export const getHospitalSlotGroupByProvince: OperationFunction<operations['getHospitalSlotGroupByProvince']> = async (
  { query },
  { db, clock },
) => {
  if (query.date_start > query.date_finish) throw refuse('date-range-reversed', { pointer: '/query/date_start', seen: query.date_start })
  const hospitals = await db
    .selectFrom('schedules as s')
    .innerJoin('hospitals as h', 'h.hospital_code', 's.hospital_code')
    .select(({ eb, fn }) => [
      'h.hospital_code',
      'h.hospital_name',
      fn.sum<number>(eb('s.slots', '-', eb.ref('s.booked'))).as('available_slot'),
    ])
    .where('s.online', '=', 1)
    .where('s.date', '>=', query.date_start)
    .where('s.date', '>=', clock.today())
    .where('s.date', '<=', query.date_finish)
    .$if(query.province_code !== undefined, (rows) => rows.where('h.province_code', '=', query.province_code!))
    .groupBy(['h.hospital_code', 'h.hospital_name'])
    .orderBy('h.hospital_code')
    .execute()
  return { result: hospitals }
}
