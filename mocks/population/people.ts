import { prepared } from '../../src/upstream/prepared.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { HospitalRow, PersonRow } from './tables.ts'

export async function findPerson(db: Db, cid: string): Promise<PersonRow | undefined> {
  const [person] = await peopleByCid(db, { cid })
  return person
}

const peopleByCid = prepared((db, { cid }: { cid: string }) => db.selectFrom('people').selectAll().where('cid', '=', cid))

export function findHospital(db: Db, code: string): Promise<HospitalRow | undefined> {
  return db.selectFrom('hospitals').selectAll().where('hospital_code', '=', code).executeTakeFirst()
}
