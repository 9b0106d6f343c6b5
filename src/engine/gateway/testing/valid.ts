import fc from 'fast-check'
import type { Schema } from '../../../upstream/document.ts'
import type { Operation } from '../../../upstream/operation.ts'

/** A call as values, before it is written out. */
export interface CallValues {
  path: Record<string, unknown>
  query: Record<string, unknown>
  /** Absent where the operation takes none, or where none is sent. */
  body?: unknown
}

/** Calls that the spec allows, from its schemas. Numbers and names that exist in the demo world come often, so that calls get somewhere. */
export function validCall(operation: Operation): fc.Arbitrary<CallValues> {
  const group = (place: 'path' | 'query') => {
    const members = operation.parameters.filter((parameter) => parameter.in === place && parameter.name !== 'Action')
    return fc.record(Object.fromEntries(members.map(({ name, schema }) => [name, validValue(schema, name)])), {
      requiredKeys: members.filter(({ required }) => required).map(({ name }) => name),
    })
  }
  const parts = { path: group('path'), query: group('query') }
  if (!operation.body) return fc.record(parts)
  return fc.record(
    { ...parts, body: validValue(operation.body.schema) },
    { requiredKeys: operation.body.required ? ['path', 'query', 'body'] : ['path', 'query'] },
  ) as fc.Arbitrary<CallValues>
}

/** Values that a schema allows, as far as the specs of this project use JSON Schema. */
export function validValue(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const branches = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (branches) return fc.oneof(...branches.map((branch) => validValue(branch)))
  const any = ofType(schema, name)
  const familiar = (known[name] ?? []).filter((value) => (typeof value === 'string') === (schema.type === 'string'))
  return familiar.length > 0 ? fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...familiar) }, { weight: 1, arbitrary: any }) : any
}

/** What is there in the demo world, by the name of the field. */
const known: Record<string, readonly (string | number)[]> = {
  hospital_code: ['99999', '00000'],
  cid: ['0000000000000', '1999900000013', '1999900000021'],
  schedule_id: [98, 99, 993, 994, 995, 996, 997, 998, 999],
  hospital_appointment_slot_id: [9996, 9997, 9998, 9999],
  transaction_uid: ['1c0ce393-a960-4e86-9b14-38d8dadd7df8', '8a1fdae4-cf18-4fd1-9921-6063b74ccc12'],
  booking_id: [9996, 9997, 9998, 9999],
  message_id: [1, 2],
  target: ['1999900000030', '1999900000013'],
  department_id: [1, 2, 9],
  room_id: [1, 2, 9],
  time_range_id: [1, 2, 3],
  login: ['demo', 'demo-group', 'moph-test'],
  hcode: ['99999', '00000'],
  pid: ['1999900000013', '1999900000021', '5999900003015'],
  PID: ['5999900003015', '5999900002019'],
  personalId: ['5999900003015', '5999900002019'],
  serviceCode: ['PG0060001', 'PG0130001'],
  claimServiceCode: ['PG0060001'],
  service: ['PG0060001', 'PG0130001', 'PG0150001'],
  main_right: ['UCS', 'SSS'],
  sub_right: ['89', 'S1'],
  user: ['demo'],
  as: ['demo', 'demo-province'],
  name: ['appointment-officers'],
  operation: ['getAppointment'],
  upstream: ['moph-appointment'],
}

function ofType(schema: Schema, name: string): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => ofType({ ...schema, type }, name)))
  switch (schema.type) {
    case 'string':
      return text(schema)
    case 'integer':
      return fc.integer({
        min: Number(schema.minimum ?? -(2 ** 31)),
        max: Number(schema.maximum ?? (schema['x-calendar'] ? 2399 : 2 ** 31 - 1)),
      })
    case 'number':
      return fc.double({ min: Number(schema.exclusiveMinimum ?? 0), minExcluded: true, max: Number(schema.maximum ?? 1e6), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(validValue(schema.items ?? {}, name), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.min(3, Number(schema.maxItems ?? 3)),
      })
    case 'object':
      return object(schema)
    default:
      throw new Error(`No values are known for ${JSON.stringify(schema)}`)
  }
}

function object({ properties = {}, required, minProperties }: Schema): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, validValue(schema, name)]))
  return fc
    .record(members, { requiredKeys: (required as string[] | undefined) ?? [] })
    .filter((value) => Object.keys(value).length >= Number(minProperties ?? 0))
}

const day = (from: string, to: string) =>
  fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))

function text(schema: Schema): fc.Arbitrary<string> {
  const any = textOfForm(schema)
  return schema['x-calendar'] ? any.filter((value) => !(/^\d{4}-/.test(value) && Number(value.slice(0, 4)) >= 2400)) : any
}

function textOfForm({ format, pattern, minLength = 0, maxLength = 100 }: Schema): fc.Arbitrary<string> {
  if (format === 'date') return fc.oneof(day('2026-01-01', '2027-12-31'), day('1900-01-01', '2399-12-31'))
  if (format === 'date-time') return dateTime
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern))
  return fc.string({ unit, minLength: Number(minLength), maxLength: 12 }).filter((value) => [...value].length <= Number(maxLength))
}

const dateTime = fc
  .tuple(
    fc.date({ min: new Date('1970-01-02'), max: new Date('2299-12-30'), noInvalidDate: true }),
    fc.constantFrom('Z', '+07:00', '-11:30', 'z'),
  )
  .map(([date, zone]) => date.toISOString().slice(0, 19) + zone)

/** Letters that are well formed and still a trap somewhere: quotes, wildcards, escapes, Thai, characters of two and of four bytes. */
const unit = fc.constantFrom(
  'a',
  'Z',
  '0',
  ' ',
  'ก',
  'ำ',
  '๙',
  'é',
  '😀',
  "'",
  '"',
  '\\',
  '\\u0000',
  '%',
  '_',
  '/',
  '?',
  '#',
  '&',
  '=',
  '+',
  '<',
  '\n',
  '\t',
  '.',
)
