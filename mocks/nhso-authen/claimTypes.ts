import { rights } from './rights.ts'

/** A service that an authen code is asked for. */
export interface ClaimType {
  code: string
  name: string
  /** First and last Thai day on which it is offered. */
  from?: string
  until?: string
  /** To the universal coverage alone (assumed wherever it stands). */
  universalOnly?: true
  /** To those who live in this province. */
  province?: string
  /** On the screen of ERM, whose list has no general treatment. */
  erm?: true
}

/**
 * Names and codes as the NHSO Authentication slides print them, where they do. The codes of home ward and of the check-up were
 * seen in public clients, their names and days are assumed. HI and CI were taken out on 1 October 2565; nobody says their codes,
 * so theirs are made up.
 */
export const claimTypes: readonly ClaimType[] = [
  { code: 'PG0060001', name: 'เข้ารับบริการรักษาทั่วไป (OPD/ IPD/ PP)' },
  {
    code: 'PG0150001',
    name: 'บริการดูแลอาการเจ็บป่วยเบื้องต้น (Common illnesses)',
    from: '2022-10-17',
    universalOnly: true,
    erm: true,
  },
  { code: 'PG0110001', name: 'Self Isolation', erm: true },
  { code: 'PG0120001', name: 'UCEP PLUS (ผู้ป่วยกลุ่มอาการสีเหลืองและสีแดง)', erm: true },
  { code: 'PG0130001', name: 'บริการฟอกเลือดด้วยเครื่องไตเทียม (HD)', erm: true },
  { code: 'PG0140001', name: 'บริการผู้ป่วยในที่บ้าน (Home Ward)', from: '2023-01-01', universalOnly: true },
  { code: 'PG0180001', name: 'บริการตรวจสุขภาพตามช่วงอายุ', from: '2025-01-01', province: '10' },
  { code: 'PG9990001', name: 'Home Isolation (HI)', until: '2022-09-30', erm: true },
  { code: 'PG9990002', name: 'Community Isolation (CI)', until: '2022-09-30', erm: true },
]

/** Whether a service is in the lists on a Thai day. */
export const offeredOn = ({ from = '', until = '9999' }: ClaimType, day: string) => from <= day && day <= until

/** What a person is offered on a Thai day: it depends on the right, the day and the province. */
export function claimTypesFor({ main_right, province_code }: { main_right: string; province_code: string }, day: string): ClaimType[] {
  return claimTypes.filter(
    (type) =>
      offeredOn(type, day) &&
      (!type.universalOnly || rights[main_right]?.universal === true) &&
      (type.province === undefined || type.province === province_code),
  )
}

export const claimTypeName = (code: string) => claimTypes.find((type) => type.code === code)?.name ?? ''
