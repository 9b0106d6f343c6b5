import { sql } from 'kysely'
import type { TableSet } from '../../src/upstream/tables.ts'
import type { Zone } from '../../src/upstream/world.ts'
import type { Channel, Proof } from './channels.ts'

/** A person whose right NHSO knows. The two zones are separate populations. */
export interface RightHolderRow {
  zone: Zone
  pid: string
  /** คำนำหน้า as a code, `001`. */
  title_code: string
  first_name: string
  last_name: string
  /** `099` is Thai. */
  nation: string
  /** Gregorian, `1985-07-02`; `00` where day or month are not known. */
  birth_date: string
  /** 1 male, 2 female. */
  sex: number
  address: string
  /** Two digits. */
  province_code: string
  /** Codes of claim rights, as in rights.ts. */
  main_right: string
  sub_right: string
  /** หน่วยบริการที่รับส่งต่อ, หน่วยบริการประจำ, หน่วยบริการปฐมภูมิ */
  hosp_main: string | null
  hosp_main_op: string | null
  hosp_sub: string | null
  paid_model: string | null
  right_starts_at: string
  right_expires_at: string | null
  /** When the right was changed last. */
  changed_at: string
  deceased: number
}

/** An entry of the history of a person's registration (ตรวจสอบประวัติการลงทะเบียนสิทธิ UC). */
export type RegistrationRow = Pick<
  RightHolderRow,
  'zone' | 'pid' | 'main_right' | 'sub_right' | 'hosp_main' | 'hosp_main_op' | 'hosp_sub' | 'paid_model' | 'right_starts_at' | 'changed_at'
> & { id: number }

/** A facility that codes are issued for in a zone, with its token (menu Token). */
export interface FacilityRow {
  zone: Zone
  hcode: string
  token: string | null
  token_issued_at: string | null
}

/** What a check of a right leaves behind, for one confirm. */
export interface CorrelationRow {
  id: string
  zone: Zone
  pid: string
  checked_at: string
  expires_at: string
  state: 'open' | 'used' | 'ended'
  /** A draft was saved with it. */
  drafted: number
}

export interface VisitRow {
  id: number
  zone: Zone
  state: 'draft' | 'confirmed' | 'deleted'
  pid: string
  claim_type: string
  hcode: string
  hn: string | null
  mobile: string
  /** Comma-separated. */
  other_phones: string | null
  visit_type: string
  /** The Thai day of the service, and its time. */
  service_day: string
  service_time: string
  created_at: string
  /** When the right was checked. */
  checked_at: string
  confirmed_at: string | null
  claim_code: string | null
  correlation_id: string | null
  channel: Channel
  proof: Proof
  /** JSON: who vouched for the person. */
  helper: string | null
  photo_sha256: string | null
  photo_bytes: number | null
  /** Of a closed visit: the sender's number. */
  transaction_id: string | null
}

declare module '../../src/upstream/tables.ts' {
  interface Tables {
    nhso_right_holders: RightHolderRow
    nhso_registrations: RegistrationRow
    nhso_facilities: FacilityRow
    nhso_correlations: CorrelationRow
    nhso_visits: VisitRow
  }
}

export const authenTables: TableSet = {
  names: ['nhso_right_holders', 'nhso_registrations', 'nhso_facilities', 'nhso_correlations', 'nhso_visits'],
  async create(db) {
    await db.schema
      .createTable('nhso_right_holders')
      .addColumn('zone', 'text', (c) => c.notNull())
      .addColumn('pid', 'text', (c) => c.notNull())
      .addColumn('title_code', 'text', (c) => c.notNull())
      .addColumn('first_name', 'text', (c) => c.notNull())
      .addColumn('last_name', 'text', (c) => c.notNull())
      .addColumn('nation', 'text', (c) => c.notNull())
      .addColumn('birth_date', 'text', (c) => c.notNull())
      .addColumn('sex', 'integer', (c) => c.notNull())
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('province_code', 'text', (c) => c.notNull())
      .addColumn('main_right', 'text', (c) => c.notNull())
      .addColumn('sub_right', 'text', (c) => c.notNull())
      .addColumn('hosp_main', 'text')
      .addColumn('hosp_main_op', 'text')
      .addColumn('hosp_sub', 'text')
      .addColumn('paid_model', 'text')
      .addColumn('right_starts_at', 'text', (c) => c.notNull())
      .addColumn('right_expires_at', 'text')
      .addColumn('changed_at', 'text', (c) => c.notNull())
      .addColumn('deceased', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('nhso_right_holders_key', ['zone', 'pid'])
      .execute()
    await db.schema
      .createTable('nhso_registrations')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('zone', 'text', (c) => c.notNull())
      .addColumn('pid', 'text', (c) => c.notNull())
      .addColumn('main_right', 'text', (c) => c.notNull())
      .addColumn('sub_right', 'text', (c) => c.notNull())
      .addColumn('hosp_main', 'text')
      .addColumn('hosp_main_op', 'text')
      .addColumn('hosp_sub', 'text')
      .addColumn('paid_model', 'text')
      .addColumn('right_starts_at', 'text', (c) => c.notNull())
      .addColumn('changed_at', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('nhso_facilities')
      .addColumn('zone', 'text', (c) => c.notNull())
      .addColumn('hcode', 'text', (c) => c.notNull())
      .addColumn('token', 'text')
      .addColumn('token_issued_at', 'text')
      .addPrimaryKeyConstraint('nhso_facilities_key', ['zone', 'hcode'])
      .execute()
    await db.schema
      .createTable('nhso_correlations')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('zone', 'text', (c) => c.notNull())
      .addColumn('pid', 'text', (c) => c.notNull())
      .addColumn('checked_at', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('drafted', 'integer', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('nhso_correlations_of_a_person').on('nhso_correlations').columns(['zone', 'pid']).execute()
    await db.schema
      .createTable('nhso_visits')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('zone', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('pid', 'text', (c) => c.notNull())
      .addColumn('claim_type', 'text', (c) => c.notNull())
      .addColumn('hcode', 'text', (c) => c.notNull())
      .addColumn('hn', 'text')
      .addColumn('mobile', 'text', (c) => c.notNull())
      .addColumn('other_phones', 'text')
      .addColumn('visit_type', 'text', (c) => c.notNull())
      .addColumn('service_day', 'text', (c) => c.notNull())
      .addColumn('service_time', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('checked_at', 'text', (c) => c.notNull())
      .addColumn('confirmed_at', 'text')
      .addColumn('claim_code', 'text')
      .addColumn('correlation_id', 'text')
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('proof', 'text', (c) => c.notNull())
      .addColumn('helper', 'text')
      .addColumn('photo_sha256', 'text')
      .addColumn('photo_bytes', 'integer')
      .addColumn('transaction_id', 'text')
      .execute()
    await db.schema.createIndex('nhso_visits_of_a_person').on('nhso_visits').columns(['zone', 'pid']).execute()
    // Only closed visits have one; rows without are all different.
    await db.schema
      .createIndex('nhso_one_closing_a_transaction')
      .on('nhso_visits')
      .columns(['zone', 'hcode', 'transaction_id'])
      .unique()
      .execute()
    // Two calls can never get one person the same service of one facility twice a day; the ENDPOINT service counts apart.
    await db.schema
      .createIndex('nhso_one_service_a_day')
      .on('nhso_visits')
      .columns(['zone', 'pid', 'claim_type', 'hcode', 'service_day'])
      .unique()
      .where(sql.ref('state'), '=', 'confirmed')
      .where(sql.ref('channel'), '<>', 'endpoint')
      .execute()
  },
}
