import { describe, expect, it } from 'vitest'
import type { Answer } from '../fixtures/harness/sandbox.ts'
import type { OperationObject } from '../src/upstream/document.ts'
import { appointmentCall } from './testing/appointment-calls.ts'
import { controlEntries, operationsIn, provocations } from './testing/provocations.ts'
import { sampleDay, somchai, somsri, type TestWorld, testWorld, today } from './testing/world.ts'

const rulesOf = (operation: OperationObject): string[] => operation['x-rules'] ?? []

/** The control API names the rule in its reply, the others in the journal alone. */
async function rulesSeen(name: string, reply: Answer, world: TestWorld): Promise<string[]> {
  return name === 'control' ? [`control/${reply.json?.error?.rule}`] : world.rules()
}

it('No entry for the control API belongs to an operation that none of its parts has', () => {
  const taken = provocations.filter(({ name }) => name === 'control').flatMap(({ table }) => Object.keys(table))
  expect(taken.sort()).toEqual(Object.keys(controlEntries).sort())
})

describe.each(provocations)('Every rule that an operation of $name lists in its spec: $spec.info.title', ({ name, spec, table }) => {
  const world = testWorld()

  it('has an entry in the table, and the table has no other', () => {
    const listed = operationsIn(spec).flatMap((operation) => rulesOf(operation).map((rule) => `${operation.operationId} ${rule}`))
    const entered = Object.entries(table).flatMap(([operation, rules]) => Object.keys(rules!).map((rule) => `${operation} ${rule}`))
    expect(entered.sort()).toEqual(listed.sort())
  })

  it('is a rule of the spec, and each of those belongs to an operation', () => {
    expect([...new Set(operationsIn(spec).flatMap(rulesOf))].sort()).toEqual(Object.keys(spec['x-rules']!).sort())
  })

  const entries = Object.entries(table).flatMap(([operation, rules]) =>
    Object.entries(rules!).map(([rule, provoke]) => [operation, rule, provoke] as const),
  )

  it.each(entries)('%s: %s can be met', async (operation, rule, provoke) => {
    const reply = await provoke(world)
    // A rule without a status is a remark: the call is answered.
    expect(reply.status, reply.text).toBe(spec['x-rules']![rule]?.status ?? 200)
    const seen = await rulesSeen(name, reply, world)
    expect(seen).toContain(`${name}/${rule}`)
    const listed = rulesOf(operationsIn(spec).find(({ operationId }) => operationId === operation)!).map((own) => `${name}/${own}`)
    expect(seen.filter((met) => met.startsWith(`${name}/`) && !listed.includes(met))).toEqual([])
  })
})

describe('No operation refuses or remarks by a rule that it does not list', () => {
  const world = testWorld()

  const hospitals = ['00000', '99999', '99990']
  const people = ['0000000000000', somsri, somchai]
  const bookings = [1, 8888, 9996, 9997, 9998, 9999]
  const schedules = [1, 98, 99, 994, 995, 996, 997, 998, 999]

  it('whatever the appointment, the person, the facility and the schedule', async () => {
    const { text: token } = await world.logIn()
    for (const hospital_code of hospitals) {
      for (const cid of people) {
        for (const schedule_id of schedules) {
          await world.his.book(schedule_id, cid, hospital_code)
          for (const hospital_appointment_slot_id of bookings) {
            const query = { hospital_code, cid, hospital_appointment_slot_id, schedule_id }
            await appointmentCall(world, 'postponeAppointmentSlot', token, { query })
            if (schedule_id === 999) await appointmentCall(world, 'cancelAppointmentSlot', token, { query })
          }
        }
      }
    }
    for (const [date_start, date_finish] of [
      [today, sampleDay],
      [sampleDay, today],
    ] as const)
      await appointmentCall(world, 'getHospitalSlotGroupByProvince', token, { query: { date_start, date_finish } })

    const seen = await rulesInJournal()
    expect(seen.size, 'many are met').toBeGreaterThan(12)
    expect([...seen].filter((met) => !listed.has(met))).toEqual([])
  })

  const listed = new Set(
    provocations.flatMap(({ name, spec }) =>
      operationsIn(spec).flatMap((operation) => rulesOf(operation).map((rule) => `${operation.operationId} ${name}/${rule}`)),
    ),
  )

  /** `operation upstream/rule`, without what the gateway says about the form of a call. */
  async function rulesInJournal(): Promise<Set<string>> {
    const { json } = await world.control('GET', '/journal?limit=10000')
    const exchanges = json as { operation: string; findings: { rule: string }[] }[]
    expect(exchanges.length).toBeGreaterThan(500)
    return new Set(
      exchanges.flatMap(({ operation, findings }) =>
        findings.filter(({ rule }) => rule.startsWith('moph-')).map(({ rule }) => `${operation} ${rule}`),
      ),
    )
  }
})
