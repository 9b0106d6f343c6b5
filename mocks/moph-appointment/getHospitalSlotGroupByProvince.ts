import type { operations, Rule } from '../../src/generated/moph-appointment.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'

const refuse = refusals<Rule>()

/** Free online slots of each facility between two dates, from today on (MOPH Appointment Center manual, 4.3.2). */
export const getHospitalSlotGroupByProvince: OperationFunction<operations['getHospitalSlotGroupByProvince']> = async (
  { query },
  { db, clock },
) => {
  if (query.date_start > query.date_finish) throw refuse('date-range-reversed', { pointer: '/query/date_start', seen: query.date_start })
  const { date_start, date_finish, province_code } = query
  const days = { first: date_start > clock.today() ? date_start : clock.today(), last: date_finish }
  return {
    result: await (province_code === undefined ? freeSlotsEverywhere(db, days) : freeSlotsOfProvince(db, { ...days, province_code })),
  }
}

const freeSlots = (db: Db, first: string, last: string) =>
  db
    .selectFrom('schedules as s')
    .innerJoin('hospitals as h', 'h.hospital_code', 's.hospital_code')
    .select(({ eb, fn }) => [
      'h.hospital_code',
      'h.hospital_name',
      fn.sum<number>(eb('s.slots', '-', eb.ref('s.booked'))).as('available_slot'),
    ])
    .where('s.online', '=', 1)
    .where('s.date', '>=', first)
    .where('s.date', '<=', last)
    .groupBy(['h.hospital_code', 'h.hospital_name'])
    .orderBy('h.hospital_code')

const freeSlotsEverywhere = prepared((db, { first, last }: { first: string; last: string }) => freeSlots(db, first, last))

const freeSlotsOfProvince = prepared((db, { first, last, province_code }: { first: string; last: string; province_code: string }) =>
  freeSlots(db, first, last).where('h.province_code', '=', province_code),
)
