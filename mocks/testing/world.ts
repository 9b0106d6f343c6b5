import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { TestHis } from '../../fixtures/harness/appointment.ts'
import { type Answer, type Request, TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { magicCitizenId } from '../../fixtures/worlds/magicFaults.ts'
import { passwordHash, testSecretKeys } from '../moph-account/keys.ts'

/** When each test begins: 1 December 2026, 09:00 in Thailand. */
export const start = '2026-12-01T02:00:00.000Z'
export const today = dayAfter(0)
/** The day of the sample schedules. */
export const sampleDay = dayAfter(7)

/** The Thai calendar day, some days after the test began. */
export function dayAfter(days: number): string {
  return new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Citizen ids that nobody knows and that choose no fault. */
export const stranger = (number = 1) => magicCitizenId(5_000_000 + number)
/** Someone in MOPH-IC; someone on the white list only (docs/magic-data.md). */
export const somsri = '1999900000013'
export const somchai = '1999900000021'
export const manee = '1999900000030'

export const jwtForm = /^[\w-]+\.[\w-]+\.[\w-]+$/
export const tokenPath = '/cvp1.moph.go.th/token?Action=get_moph_access_token'

/** A new demo world for each test, its clock standing at `start`, and a HIS of hospital 99999 that has logged in. */
export class TestWorld {
  sandbox!: TestSandbox
  his!: TestHis
  workspace = ''

  send(path: string, request?: Request): Promise<Answer> {
    return this.sandbox.send(`${this.workspace}${path}`, request)
  }

  control(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.sandbox.control(method, path, body, this.workspace)
  }

  /** A login as public clients send it. */
  logIn(user = 'demo', change: { password?: string; hospital_code?: string; password_hash?: string } = {}): Promise<Answer> {
    const { password = 'Password-1', hospital_code = '99999' } = change
    const { password_hash = passwordHash(password, testSecretKeys.cvp1) } = change
    return this.send(tokenPath, { method: 'POST', body: { user, password_hash, hospital_code } })
  }

  /** For a test that has moved the clock past the end of the first token. */
  async logInAgain(user = 'demo', hospital_code = '99999'): Promise<void> {
    this.his = await TestHis.logIn(this.sandbox, user, hospital_code, this.workspace)
  }

  /** A call that needs no more than a token. */
  callWith(authorization: string | undefined): Promise<Answer> {
    const headers = authorization === undefined ? {} : { authorization }
    return this.send(`/cvp1.moph.go.th/api/appointment/Appointment?cid=${somsri}`, { headers })
  }

  findings() {
    return this.sandbox.lastFindings(this.workspace)
  }

  /** The rules of the newest exchange's findings. */
  async rules(): Promise<string[]> {
    return (await this.findings()).map(({ rule }) => rule)
  }

  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): Promise<Answer> {
    return this.control('POST', '/clock/advance', by)
  }

  /** A schedule as the dashboard shows it. */
  async schedule(id: number, hospital = '99999'): Promise<{ date: string; slots: number; booked: number; online: boolean }> {
    const { json } = await this.control('GET', `/dashboard/${hospital}/schedules`)
    return json.find(({ schedule_id }: { schedule_id: number }) => schedule_id === id)
  }

  /** A booking as the dashboard shows it. */
  async booking(id: number, hospital = '99999') {
    const { json } = await this.control('GET', `/dashboard/${hospital}/bookings`)
    return json.find(({ booking_id }: { booking_id: number }) => booking_id === id)
  }

  /** Books through the API; the number of the booking. */
  async booked(schedule_id: number, cid: string, hospital_code = '99999'): Promise<number> {
    const { json } = await this.his.book(schedule_id, cid, hospital_code)
    return json.result.hospital_appointment_slot_id
  }
}

/** Set up and taken down by the hooks of the test file. */
export function testWorld(): TestWorld {
  const world = new TestWorld()
  let made = 0
  beforeAll(async () => {
    world.sandbox = await TestSandbox.start()
  })
  beforeEach(async () => {
    const name = `test-${++made}`
    await world.sandbox.control('POST', '/workspaces', { name, now: start })
    world.workspace = `/w/${name}`
    await world.logInAgain()
  })
  afterEach(() => world.sandbox.control('DELETE', `/workspaces/${world.workspace.slice(3)}`))
  afterAll(() => world.sandbox.close())
  return world
}
