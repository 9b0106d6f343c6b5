import type { Answer } from '../../fixtures/harness/sandbox.ts'
import { demoRightHolders } from '../../fixtures/worlds/demo/nhso-authen.ts'
import type { Zone } from '../../src/upstream/world.ts'
import type { TestWorld } from './world.ts'

/** A demo right-holder, by what it is for. */
function who(zone: Zone, firstName: string): string {
  return demoRightHolders.find((holder) => holder.zone === zone && holder.first_name === firstName)!.pid
}

export const prachaUcs = who('test', 'ประชา')
export const deceased = who('test', 'ผู้ตาย')
export const foreigner = who('test', 'ต่างชาติ')
export const child = who('test', 'เด็กชาย')
export const onlyInProduction = who('production', 'ประชา')

export const hosts = {
  production: { endpoint: '/nhsoapi.nhso.go.th/nhsoendpoint/api', status: '/authenucws.nhso.go.th/authencodestatus/api' },
  test: { endpoint: '/test.nhso.go.th/nhsoendpoint/api', status: '/test.nhso.go.th/authencodestatus/api' },
} as const

/** A HIS that holds the token of its facility. */
export class NhsoHis {
  readonly #world: TestWorld
  readonly #zone: Zone
  readonly token: string

  constructor(world: TestWorld, zone: Zone, token: string) {
    this.#world = world
    this.#zone = zone
    this.token = token
  }

  static async of(world: TestWorld, zone: Zone = 'test', hcode = '99999'): Promise<NhsoHis> {
    const { json } = await world.control('GET', `/nhso/${zone}/tokens/${hcode}`)
    return new NhsoHis(world, zone, json.token)
  }

  authenCode(change: Record<string, unknown> = {}): Promise<Answer> {
    return this.#send('endpoint', '/AuthenCode', { ...authenRequest, ...change })
  }

  closeVisit(change: Record<string, unknown> = {}): Promise<Answer> {
    return this.#send('endpoint', '/nhso-claim-detail', { ...closedVisit, ...change })
  }

  realPerson(PID: string): Promise<Answer> {
    return this.#send('endpoint', `/RealPerson?${new URLSearchParams({ SOURCE_ID: '99999', PID })}`)
  }

  status(personalId: string, serviceDate: string, serviceCode?: string): Promise<Answer> {
    const query = { personalId, serviceDate, ...(serviceCode !== undefined && { serviceCode }) }
    return this.#send('status', `/check-authen-status?${new URLSearchParams(query)}`)
  }

  #send(host: 'endpoint' | 'status', path: string, body?: object): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}` }
    return this.#world.send(`${hosts[this.#zone][host]}${path}`, { headers, ...(body && { method: 'POST', body }) })
  }
}

/** As a public client sends it. */
export const authenRequest = {
  sourceId: '99999',
  transId: '99999000123',
  pid: prachaUcs,
  phone: ['0800000001'],
  hcode: '99999',
  hn: '000123',
  recorderPid: '1999900000021',
  serviceCode: 'PG0060001',
}

export const closedVisit = {
  hcode: '99999',
  department: { code: '01500', name: 'OPD' },
  mainInsclCode: 'UCS',
  serviceDateTime: Date.parse('2026-12-01T02:00:00.000Z'),
  invoiceDateTime: Date.parse('2026-12-01T02:30:00.000Z'),
  transactionId: '99999000123',
  totalAmount: 350.3,
  paidAmount: 0.1,
  privilegeAmount: 350.2,
  claimServiceCode: 'PG0060001',
  pid: prachaUcs,
  sourceId: 'HIS',
  visitNumber: '000123',
  recorderPid: '1999900000021',
}

/** The smallest valid image is enough: only the form is looked at. */
export const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex').toString('base64')

export const helper = { kind: 'ผู้ปกครอง', pid: '1999900000013', name: 'สมศรี ตัวอย่าง', relation: 'มารดา' }
export const withDocument = { ...helper, document: 'ใบขับขี่', reason: 'บัตรประจำตัวประชาชนหมดอายุ' }

/** The card of ประชา, and of the helper, in place of the one that is in the reader. */
export const cards = { ofPracha: 'long-address', ofHelper: 'ordinary' } as const

/** The card of somebody in the reader of the facility, whosever was in before. */
export const putIn = (world: Pick<TestWorld, 'control'>, card: string) => world.control('POST', '/agent/readers/reader-1/swap', { card })

export const newAuthenVisit = { pid: prachaUcs, proof: 'smart-card', mobile: '0800000001', service: 'PG0060001' }
export const ermVisit = { pid: prachaUcs, proof: 'smart-card', phones: '0800000001', service: 'PG0150001' }
