import type { UpstreamName } from '../../src/doors/client/index.ts'
import type { Text } from '../../src/upstream/document.ts'
import type { Patient } from '../scenarios/cast.ts'

/** Names of the environment variables that hold the credentials. */
export interface CredentialNames {
  user: string
  password: string
  passwordHash: string
  secretKey: string
  hospitalCode: string
}

/** What a zone of NHSO wants in place of credentials. */
export interface NhsoZone {
  /** Name of the environment variable that holds the facility's token. */
  token: string
  /** Citizen id of a test person, never a real patient's. */
  pid?: string
  /** Where the status of authen codes is, if not at the base URL. */
  statusUrl?: string
}

/** A real zone, or what is told to be like one. */
export interface Zone {
  name: string
  title: Text
  /** Where it is known from. */
  source: string
  upstreams: Partial<Record<UpstreamName, string>>
  credentials: CredentialNames
  effect: 'read' | 'write'
  callsPerSecond: number
  timeoutSeconds: number
  /** The facility that is looked at; the account's own where not given. */
  hospitalCode?: string
  patient?: Patient
  /** MOPH Connect ID of the tester, who gets the messages. */
  connectUser?: string
  nhso?: NhsoZone
  /** Upstreams of which nobody knows whether the zone has them. */
  unsure?: readonly UpstreamName[]
  /** Where its paths differ from the real host's. */
  rewrite?: (url: URL) => URL
}

/** Every address of a zone, with what is there. */
export function addressesOf({ upstreams, nhso }: Pick<Zone, 'upstreams' | 'nhso'>): [what: string, url: string][] {
  return [
    ...Object.entries(upstreams),
    ...(nhso?.statusUrl === undefined ? [] : [['nhso-authen, status', nhso.statusUrl] as [string, string]]),
  ]
}

/** MOPH Immunization Center API v1.15 documents 10 calls a second, and a ban above 30. Half of it is fast enough. */
export const usualPace = 5
export const usualTimeoutSeconds = 30

export const usualCredentials: CredentialNames = namesWith('MOPH')

/** The test zones that are known. None has been called from here; reading only. */
export const knownZones: readonly Zone[] = [
  {
    name: 'uat-fdh',
    title: { en: 'MOPH Finance Account Center and MOPH Claim, test zones', th: 'MOPH Finance Account Center และ MOPH Claim เขตทดสอบ' },
    source: 'public clients',
    upstreams: { 'moph-account': 'https://uat-fdh.inet.co.th', 'moph-claim': 'https://uat-moph-nhso.inet.co.th' },
    credentials: namesWith('MOPH_UAT_FDH'),
    effect: 'read',
    callsPerSecond: usualPace,
    timeoutSeconds: usualTimeoutSeconds,
  },
  {
    name: 'moph-ic-sandbox',
    title: {
      en: 'Sandbox of MOPH Immunization Center, with a token of the production host; whether it serves appointments is not known',
      th: 'sandbox ของ MOPH Immunization Center ใช้ token จากระบบจริง ไม่มีข้อมูลว่าให้บริการนัดหมายหรือไม่',
    },
    source: 'MOPH Immunization Center API v1.15',
    upstreams: { 'moph-account': 'https://cvp1.moph.go.th', 'moph-appointment': 'https://cloud4.hosxp.net' },
    credentials: namesWith('MOPH'),
    effect: 'read',
    callsPerSecond: usualPace,
    timeoutSeconds: usualTimeoutSeconds,
    unsure: ['moph-appointment'],
    // What the real host has under /api/ stands there under /api/moph/.
    rewrite: (url) => (url.hostname === 'cloud4.hosxp.net' ? new URL(url.href.replace('/api/', '/api/moph/')) : url),
  },
  {
    name: 'moph-connect-test',
    title: { en: 'MOPH Connect, test zone', th: 'MOPH Connect เขตทดสอบ' },
    source: 'MOPH Connect queue API; MOPH Connect queue service slides',
    upstreams: { 'moph-connect': 'https://mophconnect.go.th/test/api' },
    credentials: usualCredentials,
    effect: 'read',
    callsPerSecond: usualPace,
    timeoutSeconds: usualTimeoutSeconds,
  },
  {
    name: 'nhso-test',
    title: { en: 'NHSO online services, test zone', th: 'บริการออนไลน์ของ สปสช. เขตทดสอบ' },
    source: 'NHSO ENDPOINT FOR SINGLE CLAIM, dataset v8.0; public clients',
    upstreams: { 'nhso-authen': 'https://test.nhso.go.th' },
    credentials: usualCredentials,
    nhso: { token: 'NHSO_TEST_TOKEN' },
    effect: 'read',
    // Public clients wait five seconds between look-ups.
    callsPerSecond: 0.2,
    timeoutSeconds: usualTimeoutSeconds,
  },
  {
    name: 'nhso-agent',
    title: {
      en: 'NHSO Secure SmartCard Agent on this computer, of whichever zone it was installed for, with the card in its reader',
      th: 'NHSO Secure SmartCard Agent บนเครื่องนี้ ตามโซนที่ติดตั้ง กับบัตรที่เสียบอยู่',
    },
    source: 'NHSO Authentication slides; public clients',
    upstreams: { 'nhso-agent': 'http://localhost:8189' },
    credentials: usualCredentials,
    effect: 'read',
    callsPerSecond: 0.2,
    timeoutSeconds: usualTimeoutSeconds,
  },
]

function namesWith(prefix: string): CredentialNames {
  return {
    user: `${prefix}_USER`,
    password: `${prefix}_PASSWORD`,
    passwordHash: `${prefix}_PASSWORD_HASH`,
    secretKey: `${prefix}_SECRET_KEY`,
    hospitalCode: `${prefix}_HOSPITAL_CODE`,
  }
}
