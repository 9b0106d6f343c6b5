import type { components } from '../../src/generated/moph-claim.ts'
import type { Text } from '../../src/upstream/document.ts'
import type { ClaimRow, Service } from './tables.ts'

type Schemas = components['schemas']
type Dmht = Schemas['DmhtAdmission']
type Vaccination = Schemas['VaccineAdmission']

/** One thing that returns a claim. All of them are ours: what the real service looks at is not known. */
interface Check<Body> {
  fails(body: Body, today: string): boolean
  reason: Text
}

/** A patient whose claims are returned, for a tester who cannot reach the control API (docs/magic-data.md). */
export const returnedPatient = {
  pid: '1999900007000',
  reason: { th: 'ตรวจสอบสิทธิ์ผู้รับบริการไม่ผ่าน (ข้อมูลทดสอบ)', en: "The patient's right could not be confirmed (test data)" },
}

const diabetes = /^E1[0-4]/i
const hypertension = /^I1[0-5]/i

/** What was sent, as text: clients send numbers and nulls where texts are meant, and claims are taken so. */
const textOf = (value: unknown) => (value === null || value === undefined ? '' : String(value))
const diagnosesOf = ({ diagnosis }: Dmht) => (diagnosis ?? []).map(({ icd10 }) => textOf(icd10))
const vaccinesOf = ({ vaccine }: Vaccination) => vaccine ?? []
const isUsed = (value: unknown) => textOf(value) === '1'
const lacks = (body: Dmht, codes: RegExp) => diagnosesOf(body).length > 0 && !diagnosesOf(body).some((icd10) => codes.test(icd10))

const ofEvery: readonly Check<Dmht | Vaccination>[] = [
  { fails: ({ pid }) => textOf(pid) === returnedPatient.pid, reason: returnedPatient.reason },
  {
    // By the day as it is written, since nobody knows whether the Z of an instant means UTC.
    fails: ({ visit_date_time }, today) => textOf(visit_date_time).slice(0, 10) > today,
    reason: { th: 'วันที่รับบริการเป็นวันในอนาคต', en: 'The visit lies in the future' },
  },
]

const ofDmht: readonly Check<Dmht>[] = [
  {
    fails: ({ is_used_dm, is_used_ht }) => !isUsed(is_used_dm) && !isUsed(is_used_ht),
    reason: { th: 'is_used_dm และ is_used_ht ไม่เป็น 1 ทั้งคู่', en: 'Neither is_used_dm nor is_used_ht is 1' },
  },
  { fails: (body) => diagnosesOf(body).length === 0, reason: { th: 'ไม่มีรหัสวินิจฉัย', en: 'There is no diagnosis' } },
  {
    fails: (body) => isUsed(body.is_used_dm) && lacks(body, diabetes),
    reason: { th: 'ไม่มีรหัสวินิจฉัยเบาหวาน (E10-E14)', en: 'No diagnosis of diabetes (E10 to E14)' },
  },
  {
    fails: (body) => isUsed(body.is_used_ht) && lacks(body, hypertension),
    reason: { th: 'ไม่มีรหัสวินิจฉัยความดันโลหิตสูง (I10-I15)', en: 'No diagnosis of hypertension (I10 to I15)' },
  },
]

const ofVaccination: readonly Check<Vaccination>[] = [
  { fails: (body) => vaccinesOf(body).length === 0, reason: { th: 'ไม่มีรายการวัคซีน', en: 'There is no vaccine' } },
  {
    fails: (body) => vaccinesOf(body).some(({ lot_number }) => textOf(lot_number) === ''),
    reason: { th: 'วัคซีนไม่มีหมายเลข lot', en: 'A vaccine has no lot number' },
  },
]

const ofDt: readonly Check<Vaccination>[] = [
  ...ofVaccination,
  {
    fails: (body) => vaccinesOf(body).some(({ code }) => textOf(code) !== '106'),
    reason: { th: 'รหัสวัคซีนไม่ใช่ dT (106)', en: 'A vaccine is not dT (106)' },
  },
]

// biome-ignore lint/suspicious/noExplicitAny: a claim's service says which of the bodies it has
const ofService: Readonly<Record<Service, readonly Check<any>[]>> = { dmht: ofDmht, epi: ofVaccination, dt: ofDt }

/** Why a claim would be returned, in Thai and English; nothing where it would be accepted. */
export function reasonsToReturn({ service, body }: Pick<ClaimRow, 'service' | 'body'>, today: string): string[] {
  const sent = JSON.parse(body)
  const failed = [...ofEvery, ...ofService[service]].filter(({ fails }) => fails(sent, today))
  return failed.map(({ reason }) => `${reason.th} / ${reason.en}`)
}
