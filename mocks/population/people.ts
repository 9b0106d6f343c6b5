import { prepared } from '../../src/upstream/prepared.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { HospitalRow, PersonRow } from './tables.ts'

export async function findPerson(db: Db, cid: string): Promise<PersonRow | undefined> {
  const [person] = await peopleByCid(db, { cid })
  return person
}

const peopleByCid = prepared((db, { cid }: { cid: string }) => db.selectFrom('people').selectAll().where('cid', '=', cid))

export async function findHospital(db: Db, code: string): Promise<HospitalRow | undefined> {
  const [hospital] = await hospitalsByCode(db, { code })
  return hospital
}

const hospitalsByCode = prepared((db, { code }: { code: string }) =>
  db.selectFrom('hospitals').selectAll().where('hospital_code', '=', code),
)
