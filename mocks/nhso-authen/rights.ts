interface MainRight {
  name: string
  subRights: Readonly<Record<string, string>>
  /** Registered with units of the universal coverage: primary unit, regular unit and payment model are shown. */
  universal: boolean
}

/**
 * Rights by the code in brackets, with their sub rights. UCS, WEL, SSS, 89, S1 and the names of WEL and 77 are those of the
 * NHSO Authentication slides and of public clients; the rest of the names is assumed.
 */
export const rights: Readonly<Record<string, MainRight>> = {
  UCS: {
    name: 'สิทธิหลักประกันสุขภาพแห่งชาติ',
    subRights: { 89: 'ช่วงอายุ 12-59 ปี' },
    universal: true,
  },
  WEL: {
    name: 'สิทธิหลักประกันสุขภาพแห่งชาติ (ยกเว้นการร่วมจ่ายค่าบริการ 30 บาท)',
    subRights: { 71: 'เด็กอายุไม่เกิน 12 ปีบริบูรณ์', 74: 'บุคคลผู้พิการ', 77: 'ผู้มีอายุเกิน 60 ปีบริบูรณ์' },
    universal: true,
  },
  SSS: {
    name: 'สิทธิประกันสังคม',
    subRights: { S1: 'สิทธิเบิกกองทุนประกันสังคม (ผู้ประกันตน)' },
    universal: false,
  },
  OFC: {
    name: 'สิทธิข้าราชการ',
    subRights: { O1: 'สิทธิเบิกกรมบัญชีกลาง (ข้าราชการ)' },
    universal: false,
  },
  LGO: {
    name: 'สิทธิสวัสดิการพนักงานส่วนท้องถิ่น',
    subRights: { L1: 'สิทธิเบิก อปท. (พนักงานส่วนท้องถิ่น)' },
    universal: false,
  },
}

/** `(UCS) สิทธิหลักประกันสุขภาพแห่งชาติ` */
export const mainRightText = (code: string) => `(${code}) ${rights[code]?.name ?? ''}`

/** `(89) ช่วงอายุ 12-59 ปี` */
export const subRightText = (main: string, sub: string) => `(${sub}) ${rights[main]?.subRights[sub] ?? ''}`
