import type { operations, Rule } from '../../src/generated/control/nhso-authen.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { Zone } from '../../src/upstream/world.ts'
import { findHospital } from '../population/people.ts'
import { issueToken } from './facility-tokens.ts'
import { facility } from './right-holders.ts'

const refuse = refusals<Rule>()
const atHcode = (hcode: string) => ({ pointer: '/path/hcode', seen: hcode })

type FacilityActions = Pick<
  operations,
  'listNhsoFacilities' | 'registerNhsoFacility' | 'getFacilityToken' | 'issueFacilityToken' | 'revokeFacilityToken'
>

/** The facilities that codes are issued for, and their tokens (menu Token), in each zone apart. */
export const facilityActions: OperationFunctions<FacilityActions> = {
  async listNhsoFacilities({ path: { zone } }, { db }) {
    return facilities(db, zone).orderBy('f.hcode').execute()
  },

  async registerNhsoFacility({ path: { zone, hcode } }, { db }) {
    if (!(await findHospital(db, hcode))) throw refuse('no-such-facility', atHcode(hcode))
    await db
      .insertInto('nhso_facilities')
      .values({ zone, hcode, token: null, token_issued_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return facilities(db, zone).where('f.hcode', '=', hcode).executeTakeFirstOrThrow()
  },

  async getFacilityToken({ path: { zone, hcode } }, world) {
    const { token, token_issued_at } = await facility(world, zone, hcode, atHcode(hcode))
    if (token === null) throw refuse('no-token', atHcode(hcode))
    return { zone, hcode, token, issued_at: token_issued_at! }
  },

  async issueFacilityToken({ path: { zone, hcode } }, world) {
    await facility(world, zone, hcode, atHcode(hcode))
    return { zone, hcode, ...(await issueToken(world, zone, hcode)) }
  },

  async revokeFacilityToken({ path: { zone, hcode } }, world) {
    await facility(world, zone, hcode, atHcode(hcode))
    const none = { token: null, token_issued_at: null }
    await world.db.updateTable('nhso_facilities').set(none).where('zone', '=', zone).where('hcode', '=', hcode).execute()
  },
}

function facilities(db: Db, zone: Zone) {
  return db
    .selectFrom('nhso_facilities as f')
    .innerJoin('hospitals as h', 'h.hospital_code', 'f.hcode')
    .select(['f.hcode', 'h.hospital_name as hname', 'h.province_code', 'f.token_issued_at'])
    .where('f.zone', '=', zone)
}
