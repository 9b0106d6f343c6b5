import type { TableSet } from '../../src/upstream/tables.ts'

export interface HospitalRow {
  hospital_code: string
  hospital_name: string
  /** Two digits. */
  province_code: string
}

/** A person that MOPH Data Hub knows: through MOPH-IC, or because staff put them on the white list. */
export interface PersonRow {
  cid: string
  prefix: string
  first_name: string
  last_name: string
  gender: number | null
  birth_date: string | null
  phone_number: string | null
  moph_ic: number
  white_list: number
}

declare module '../../src/upstream/tables.ts' {
  interface Tables {
    hospitals: HospitalRow
    people: PersonRow
  }
}

/** The people and the facilities, which all upstreams share. */
export const populationTables: TableSet = {
  names: ['hospitals', 'people'],
  async create(db) {
    await db.schema
      .createTable('hospitals')
      .addColumn('hospital_code', 'text', (c) => c.primaryKey())
      .addColumn('hospital_name', 'text', (c) => c.notNull())
      .addColumn('province_code', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('people')
      .addColumn('cid', 'text', (c) => c.primaryKey())
      .addColumn('prefix', 'text', (c) => c.notNull())
      .addColumn('first_name', 'text', (c) => c.notNull())
      .addColumn('last_name', 'text', (c) => c.notNull())
      .addColumn('gender', 'integer')
      .addColumn('birth_date', 'text')
      .addColumn('phone_number', 'text')
      .addColumn('moph_ic', 'integer', (c) => c.notNull())
      .addColumn('white_list', 'integer', (c) => c.notNull())
      .execute()
  },
}
