import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestHis } from '../../fixtures/harness/appointment.ts'
import { type Answer, TestSandbox } from '../../fixtures/harness/sandbox.ts'
import type { components } from '../../src/generated/control/moph-appointment.ts'
import { dayAfter, manee, somchai, somsri, start, stranger } from '../testing/world.ts'

type Booking = components['schemas']['Booking']
type Schedule = components['schemas']['Schedule']

const hospitals = ['00000', '99999'] as const
const people = ['0000000000000', somsri, somchai, manee, stranger(1), stranger(2)]
/** Of both facilities: with room, nearly full, full, not online, past; 1180 and 1181 are the officer's own, in the room of the samples. */
const schedules = [98, 99, 994, 995, 996, 997, 998, 999, 1180, 1181]

/** Numbers that choose among what is there when the action comes. */
interface Choice {
  booking: number
  schedule: number
  person: number
  slots: number
  days: number
}

const actions = [
  'book',
  'cancel',
  'postpone',
  'bookByPatient',
  'cancelByPatient',
  'postponeByPatient',
  'confirmByPatient',
  'bookByOfficer',
  'acceptBooking',
  'rejectBooking',
  'changeSlots',
  'advanceClock',
] as const

const steps = fc.array(
  fc.record({
    action: fc.constantFrom(...actions),
    booking: fc.nat(50),
    schedule: fc.nat(schedules.length - 1),
    person: fc.nat(people.length - 1),
    slots: fc.nat(3),
    days: fc.integer({ min: 1, max: 9 }),
  }),
  { minLength: 5, maxLength: 30 },
)

describe('Whatever patients, officers and hospitals do', () => {
  let sandbox: TestSandbox
  let made = 0

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
  })
  afterAll(() => sandbox.close())

  it('the slots taken are the bookings that stand, no queue number is given out twice, and nobody is twice on a schedule', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const world = await World.make(sandbox, `property-${++made}`)
        for (const { action, ...choice } of sequence) {
          const reply = await world.act(action, choice)
          expect(reply.status, `${action}: ${reply.text}`).toBeLessThan(500)
          await world.expectSound()
        }
        await world.remove()
      }),
      // A failure is told before the test's own limit, however far it has been shrunk.
      { numRuns: 25, interruptAfterTimeLimit: 20_000 },
    )
  })
})

class World {
  readonly #sandbox: TestSandbox
  readonly #his: TestHis
  readonly #name: string

  private constructor(sandbox: TestSandbox, his: TestHis, name: string) {
    this.#sandbox = sandbox
    this.#his = his
    this.#name = name
  }

  static async make(sandbox: TestSandbox, name: string): Promise<World> {
    const workspace = `/w/${name}`
    await sandbox.control('POST', '/workspaces', { name, now: start })
    await sandbox.control('PATCH', '/switches', { 'moph-account': { lifetime_seconds: 31_536_000 } }, workspace)
    for (const date of [dayAfter(7), dayAfter(14)]) {
      const schedule = { date, room_id: 9, time_range_id: 3, slots: 3, online: true }
      const { json } = await sandbox.control('POST', '/dashboard/99999/schedules', schedule, workspace)
      expect(schedules).toContain(json.schedule_id)
    }
    return new World(sandbox, await TestHis.logIn(sandbox, 'demo', '99999', workspace), name)
  }

  remove(): Promise<Answer> {
    return this.#sandbox.control('DELETE', `/workspaces/${this.#name}`)
  }

  async act(action: (typeof actions)[number], choice: Choice): Promise<Answer> {
    const bookings = await this.#bookings()
    const { booking_id, person, hospital_code } = bookings[choice.booking % bookings.length]!
    const schedule_id = schedules[choice.schedule]!
    const facility = schedule_id < 100 ? '00000' : '99999'
    const cid = people[choice.person]!
    const held = { hospital_code, cid: person.cid, hospital_appointment_slot_id: booking_id }
    const patient = `/patients/${person.cid}/appointments/${booking_id}`
    const desk = `/dashboard/${hospital_code}/bookings/${booking_id}`
    switch (action) {
      case 'book':
        return this.#his.book(schedule_id, cid, facility)
      case 'cancel':
        return this.#his.slot('CancelAppointmentSlot', held)
      case 'postpone':
        return this.#his.slot('PostponeAppointmentSlot', { ...held, schedule_id })
      case 'bookByPatient':
        return this.#control('POST', `/patients/${cid}/appointments`, { schedule_id })
      case 'cancelByPatient':
        return this.#control('POST', `${patient}/cancel`)
      case 'postponeByPatient':
        return this.#control('POST', `${patient}/postpone`, { schedule_id })
      case 'confirmByPatient':
        return this.#control('POST', `${patient}/confirm`)
      case 'bookByOfficer':
        return this.#control('POST', `/dashboard/${facility}/bookings?as=demo-province`, { schedule_id, cid })
      case 'acceptBooking':
        return this.#control('POST', `${desk}/accept?as=demo-province`)
      case 'rejectBooking':
        return this.#control('POST', `${desk}/reject?as=demo-province`)
      case 'changeSlots':
        return this.#control('PATCH', `/dashboard/${facility}/schedules/${schedule_id}`, { slots: choice.slots })
      case 'advanceClock':
        return this.#control('POST', '/clock/advance', { days: choice.days })
    }
  }

  async expectSound(): Promise<void> {
    const [bookings, all] = [await this.#bookings(), await this.#schedules()]
    const rooms = new Map(all.map(({ schedule_id, room_id }) => [schedule_id, room_id]))
    const standing = bookings.filter(({ cancelled }) => !cancelled)
    for (const { schedule_id, slots, booked } of all) {
      expect(booked, `schedule ${schedule_id}`).toBe(standing.filter((booking) => booking.schedule_id === schedule_id).length)
      expect(booked, `schedule ${schedule_id}`).toBeLessThanOrEqual(slots)
    }
    expectDistinct(standing.map(({ schedule_id, person }) => `${person.cid} on schedule ${schedule_id}`))
    expectDistinct(bookings.map(({ schedule_id, date, queue_no }) => `${queue_no} in room ${rooms.get(schedule_id)} on ${date}`))
  }

  #control(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.#sandbox.control(method, path, body, `/w/${this.#name}`)
  }

  async #bookings(): Promise<Booking[]> {
    return (await Promise.all(hospitals.map((code) => this.#control('GET', `/dashboard/${code}/bookings`)))).flatMap(({ json }) => json)
  }

  async #schedules(): Promise<Schedule[]> {
    return (await Promise.all(hospitals.map((code) => this.#control('GET', `/dashboard/${code}/schedules`)))).flatMap(({ json }) => json)
  }
}

function expectDistinct(values: readonly string[]): void {
  expect(values.filter((value, index) => values.indexOf(value) !== index)).toEqual([])
}
