import type { operations } from '../../src/generated/control/nhso-authen.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { claimTypeName } from './claimTypes.ts'
import { knownPerson } from './right-holders.ts'
import { rights } from './rights.ts'
import { thaiDay } from './thai-dates.ts'
import { codesOf } from './visits.ts'

type ReportActions = Pick<operations, 'listAuthenHistory' | 'reportRegistrations' | 'reportAuthenCodes'>

/** A person's history and the reports (NHSO Authentication slides, ERM; the columns of the reports are assumed). */
export const reportActions: OperationFunctions<ReportActions> = {
  async listAuthenHistory({ path: { zone, pid } }, world) {
    await knownPerson(world, zone, pid, { pointer: '/path/pid', seen: pid })
    const hospitals = await world.db.selectFrom('hospitals').selectAll().execute()
    const byCode = new Map(hospitals.map((hospital) => [hospital.hospital_code, hospital]))
    const rows = await codesOf(world.db, zone, pid).execute()
    return rows.map((row, index) => ({
      number: index + 1,
      authen_code: row.claim_code!,
      type: row.claim_code!.slice(0, 2),
      service: claimTypeName(row.claim_type),
      visit_date: thaiDay(row.service_day),
      hcode: row.hcode,
      hname: byCode.get(row.hcode)?.hospital_name ?? '',
      province_code: byCode.get(row.hcode)?.province_code ?? '',
      asked_at: thaiDay(row.confirmed_at!),
    }))
  },

  async reportRegistrations({ path: { zone } }, { db }) {
    const rows = await db
      .selectFrom('nhso_right_holders')
      .select(({ fn }) => ['main_right', 'hosp_main', fn.countAll().as('people')])
      .where('zone', '=', zone)
      .where('deceased', '=', 0)
      .groupBy(['main_right', 'hosp_main'])
      .orderBy('main_right')
      .execute()
    return rows
      .map((row) => ({ ...row, main_right_name: rights[row.main_right]?.name ?? '', people: Number(row.people) }))
      .sort((one, other) => order(`${one.main_right}${one.hosp_main}`, `${other.main_right}${other.hosp_main}`))
  },

  async reportAuthenCodes({ path: { zone }, query: { from, until, hcode } }, { db }) {
    let codes = db
      .selectFrom('nhso_visits')
      .select(({ fn }) => ['service_day', 'hcode', 'claim_type', 'channel', fn.countAll().as('codes')])
      .where('zone', '=', zone)
      .where('state', '=', 'confirmed')
      .where('service_day', '>=', from)
      .where('service_day', '<=', until)
    if (hcode !== undefined) codes = codes.where('hcode', '=', hcode)
    const columns = ['service_day', 'hcode', 'claim_type', 'channel'] as const
    const rows = await codes.groupBy(columns).orderBy('service_day').orderBy('hcode').orderBy('claim_type').orderBy('channel').execute()
    return rows.map((row) => ({
      date: row.service_day,
      hcode: row.hcode,
      service: row.claim_type,
      service_name: claimTypeName(row.claim_type),
      channel: row.channel,
      codes: Number(row.codes),
    }))
  },
}

const order = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
