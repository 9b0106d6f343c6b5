import { describe, expect, it } from 'vitest'
import type { Answer } from '../fixtures/harness/sandbox.ts'
import type { Document, OperationObject } from '../src/gateway/document.ts'
import accountSpec from '../src/generated/moph-account.json' with { type: 'json' }
import appointmentSpec from '../src/generated/moph-appointment.json' with { type: 'json' }
import authenSpec from '../src/generated/nhso-authen.json' with { type: 'json' }
import controlSpec from '../src/generated/sandbox-control.json' with { type: 'json' }
import { controlParts } from './index.ts'
import { accountProvocations } from './testing/account-provocations.ts'
import { appointmentCall } from './testing/appointment-calls.ts'
import { appointmentProvocations } from './testing/appointment-provocations.ts'
import { controlProvocations } from './testing/control-provocations.ts'
import { authenControlProvocations, authenProvocations } from './testing/nhso-authen-provocations.ts'
import type { Provocation } from './testing/provocation.ts'
import { sampleDay, somchai, somsri, type TestWorld, testWorld, today } from './testing/world.ts'

type Table = Partial<Record<string, Record<string, Provocation>>>

/** For each spec, the table of what provokes its rules. A new rule gets an entry there. */
const specs: [name: string, spec: Document, table: Table][] = [
  ['moph-account', accountSpec as unknown as Document, accountProvocations],
  ['moph-appointment', appointmentSpec as unknown as Document, appointmentProvocations],
  ['nhso-authen', authenSpec as unknown as Document, authenProvocations],
  ...[controlSpec as unknown as Document, ...controlParts.map(({ spec }) => spec)].map((spec): [string, Document, Table] => [
    'control',
    spec,
    ofSpec(spec, { ...controlProvocations, ...authenControlProvocations }),
  ]),
]

/** The entries for a part of the control API: its operations' alone. */
function ofSpec(spec: Document, table: Table): Table {
  const own = new Set(operationsOf(spec).map(({ operationId }) => operationId))
  return Object.fromEntries(Object.entries(table).filter(([operation]) => own.has(operation)))
}

function operationsOf({ paths }: Document): OperationObject[] {
  return Object.values(paths).flatMap((item) => Object.values(item))
}

const rulesOf = (operation: OperationObject): string[] => operation['x-rules'] ?? []

/** The control API names the rule in its reply, the others in the journal alone. */
async function rulesSeen(name: string, reply: Answer, world: TestWorld): Promise<string[]> {
  return name === 'control' ? [`control/${reply.json?.error?.rule}`] : world.rules()
}

describe.each(specs)('Every rule that an operation of %s lists in its spec', (name, spec, table) => {
  const world = testWorld()

  it('has an entry in the table, and the table has no other', () => {
    const listed = operationsOf(spec).flatMap((operation) => rulesOf(operation).map((rule) => `${operation.operationId} ${rule}`))
    const entered = Object.entries(table).flatMap(([operation, rules]) => Object.keys(rules!).map((rule) => `${operation} ${rule}`))
    expect(entered.sort()).toEqual(listed.sort())
  })

  it('is a rule of the spec, and each of those belongs to an operation', () => {
    expect([...new Set(operationsOf(spec).flatMap(rulesOf))].sort()).toEqual(Object.keys(spec['x-rules']!).sort())
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
    const listed = rulesOf(operationsOf(spec).find(({ operationId }) => operationId === operation)!).map((own) => `${name}/${own}`)
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
    specs.flatMap(([name, spec]) =>
      operationsOf(spec).flatMap((operation) => rulesOf(operation).map((rule) => `${operation.operationId} ${name}/${rule}`)),
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
