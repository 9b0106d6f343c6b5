import type { operations, Rule } from '../../src/generated/control/population.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { findPerson } from './people.ts'
import type { PersonRow } from './tables.ts'

const refuse = refusals<Rule>()

/** Acting on the population: who is known, and which facilities there are. */
export const populationActions: OperationFunctions<
  Pick<operations, 'listHospitals' | 'putHospital' | 'listPeople' | 'getPerson' | 'putPerson' | 'deletePerson'>
> = {
  async listHospitals(_input, { db }) {
    return db.selectFrom('hospitals').selectAll().orderBy('hospital_code').execute()
  },

  async putHospital({ path, body }, { db }) {
    const hospital = { hospital_code: path.hospital_code, ...body }
    await db
      .insertInto('hospitals')
      .values(hospital)
      .onConflict((conflict) => conflict.column('hospital_code').doUpdateSet(body))
      .execute()
    return hospital
  },

  async listPeople(_input, { db }) {
    const rows = await db.selectFrom('people').selectAll().orderBy('cid').execute()
    return rows.map(personOf)
  },

  async getPerson({ path }, { db }) {
    const person = await findPerson(db, path.cid)
    if (!person) throw refuse('unknown-person', { pointer: '/path/cid', seen: path.cid })
    return personOf(person)
  },

  async putPerson({ path, body }, { db }) {
    const row = {
      prefix: body.prefix,
      first_name: body.first_name,
      last_name: body.last_name,
      gender: body.gender ?? null,
      birth_date: body.birth_date ?? null,
      phone_number: body.phone_number ?? null,
      moph_ic: Number(body.moph_ic ?? true),
      white_list: Number(body.white_list ?? false),
    }
    await db
      .insertInto('people')
      .values({ cid: path.cid, ...row })
      .onConflict((conflict) => conflict.column('cid').doUpdateSet(row))
      .execute()
    return personOf({ cid: path.cid, ...row })
  },

  async deletePerson({ path }, { db }) {
    const { numDeletedRows } = await db.deleteFrom('people').where('cid', '=', path.cid).executeTakeFirst()
    if (numDeletedRows === 0n) throw refuse('unknown-person', { pointer: '/path/cid', seen: path.cid })
  },
}

function personOf(row: PersonRow) {
  return { ...row, moph_ic: row.moph_ic === 1, white_list: row.white_list === 1 }
}
