import { claimTypes, offeredOn } from './claimTypes.ts'

/**
 * The four channels of the NHSO Authentication slides, of which `kiosk-station` is the API through the agent; NHSO's online API; and
 * its ENDPOINT service, which closes visits.
 */
export type Channel = 'new-authen' | 'erm' | 'kiosk-station' | 'line-qr' | 'api' | 'endpoint'

/**
 * How the identity was proved: the patient's own smart card; a photo of the face beside the ID card; somebody else's smart
 * card; somebody else's other document, with a photo; the QR code, scanned by the patient in LINE; the word of a HIS.
 */
export type Proof = 'smart-card' | 'photo-with-id-card' | 'helper-smart-card' | 'helper-document' | 'scan-qr' | 'facility'

/** A channel that people use, as the slides show it. */
interface Screen {
  name: string
  ways: readonly Exclude<Proof, 'facility'>[]
  menus: readonly string[]
  helperKinds: readonly string[]
  /** `all`, or what ERM's list has. */
  services: 'all' | 'erm'
}

export type ScreenChannel = 'new-authen' | 'erm' | 'kiosk-station' | 'line-qr'

/**
 * Which way exists where (NHSO Authentication slides; the slide draws channels and ways in separate rows, so the assignment is read from
 * their order). ERM's helper may show another document too, since its screen asks for the reason.
 */
export const screens: Readonly<Record<ScreenChannel, Screen>> = {
  'new-authen': {
    name: 'New Authen (Online)',
    ways: ['smart-card', 'photo-with-id-card', 'helper-smart-card', 'helper-document'],
    menus: [
      'ตรวจสอบและยืนยันการเข้ารับบริการ',
      'ค้นหา/แก้ไข ข้อมูลการรับบริการ',
      'ค้นหา/ลบรายการที่ยืนยันแล้ว',
      'ประวัติ Authen Code รายบุคคล',
      'รายงาน',
      'Token',
    ],
    helperKinds: ['ผู้ปกครอง', 'ผู้ดูแล', 'เจ้าหน้าที่ผู้บันทึกข้อมูล'],
    services: 'all',
  },
  erm: {
    name: 'ERM',
    ways: ['smart-card', 'helper-smart-card', 'helper-document'],
    menus: [
      'หน้าจอหลัก',
      'ตรวจสอบสิทธิ (เลขประจำตัวประชาชน)',
      'ตรวจสอบสิทธิ (ชื่อ-สกุล)',
      'ตรวจสอบสิทธิโดยการพิสูจน์ตัวตน (Smart Card)',
      'ตรวจสอบประวัติการลงทะเบียนสิทธิ UC',
      'ตรวจสอบและยืนยันการเข้ารับบริการ (Authen Code)',
      'ระบบรายงานข้อมูลการลงทะเบียน',
      'รายงานการลงทะเบียน',
      'รายงานสรุปการขอรหัส Authen Code',
      'ออกจากระบบ',
    ],
    helperKinds: ['ผู้ปกครอง', 'ผู้ดูแล', 'เจ้าหน้าที่ผู้มีหน้าที่กักขัง ()'],
    services: 'erm',
  },
  'kiosk-station': { name: 'KIOSK & STATION (API)', ways: ['smart-card'], menus: [], helperKinds: [], services: 'all' },
  'line-qr': { name: 'MOBILE/LINE (QR)', ways: ['scan-qr'], menus: [], helperKinds: [], services: 'all' },
}

/** Codes of the services on the screen of a channel on a Thai day, whoever comes. */
export function servicesOn(channel: ScreenChannel, day: string): string[] {
  const { services } = screens[channel]
  return claimTypes.filter((type) => offeredOn(type, day) && (services === 'all' || type.erm)).map(({ code }) => code)
}

/** What public clients see as `sourceChannel`; ENDPOINT and API were seen, the others are assumed. */
export const sourceChannels: Readonly<Record<Channel, string>> = {
  'new-authen': 'NEW AUTHEN',
  erm: 'ERM',
  'kiosk-station': 'API',
  'line-qr': 'LINE',
  api: 'API',
  endpoint: 'ENDPOINT',
}
