import type { DmhtAdmission, VaccineAdmission } from '../../../src/doors/client/index.ts'
import { type Cast, patientOf } from '../cast.ts'
import { Skip } from '../skip.ts'
import type { Learnt } from './learnt.ts'

/** What every claim of the story has: a visit of the patient, the day before. */
function visit({ run, hcode }: Learnt, cast: Cast, number: number) {
  const { cid, prefix, first_name, last_name, gender, birth_date } = patientOf(cast)
  if (first_name === undefined || last_name === undefined || gender === undefined || birth_date === undefined)
    throw new Skip("the target's patient cannot be claimed for without first_name, last_name, gender and birth_date")
  return {
    seq: `${run}-${number}`,
    hn: '000000001',
    pid: cid,
    id_type: '1',
    title: prefix ?? '',
    fname: first_name,
    lname: last_name,
    dob: birth_date,
    sex: String(gender),
    nation: '099',
    hcode: hcode!,
    visit_date_time: `${cast.day(-1)} 09:30:00`,
  }
}

export const dmhtOf = (learnt: Learnt, cast: Cast): DmhtAdmission => ({
  ...visit(learnt, cast, 1),
  uuc: '1',
  is_used_dm: '1',
  is_used_ht: '1',
  diagnosis: [
    { dx_date_time: `${cast.day(-1)} 09:45:00`, icd10: 'E119', dx_type: '1' },
    { dx_date_time: `${cast.day(-1)} 09:45:00`, icd10: 'I10', dx_type: '2' },
  ],
  claim_services: [{ name: 'HbA1c', code: '32401', lab_result: '6.8' }],
})

export const epiOf = (learnt: Learnt, cast: Cast): VaccineAdmission => ({ ...visit(learnt, cast, 2), vaccine: [vaccine('041')] })

export const dtOf = (learnt: Learnt, cast: Cast): VaccineAdmission => ({ ...visit(learnt, cast, 3), vaccine: [vaccine('106')] })

const vaccine = (code: string) => ({ code, lot_number: 'LOT-0001', dose_quantity: '1', expiration_date: '2099-12-31' })
