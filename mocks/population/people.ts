import type { Db } from '../../src/store/tables.ts'
import type { HospitalRow, PersonRow } from './tables.ts'

export function findPerson(db: Db, cid: string): Promise<PersonRow | undefined> {
  return db.selectFrom('people').selectAll().where('cid', '=', cid).executeTakeFirst()
}

export function findHospital(db: Db, code: string): Promise<HospitalRow | undefined> {
  return db.selectFrom('hospitals').selectAll().where('hospital_code', '=', code).executeTakeFirst()
}
