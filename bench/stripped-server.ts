/**
 * The sandbox's parts and nothing else: Fastify, Ajv on call and reply compiled from the same spec, the same query through
 * Kysely on node:sqlite, JSON. No authorisation, no workspaces, no faults, no journal. What the sandbox needs beyond this
 * server is its own overhead. Shares no code with src/ but the spec, the tables and the demo world. Argument: port.
 */
import { parse } from 'node:querystring'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import Fastify from 'fastify'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { blueprint } from '../src/composition/blueprint.ts'
import spec from '../src/generated/moph-appointment.json' with { type: 'json' }
import { Clock } from '../src/upstream/clock.ts'
import { systemTables, type Tables } from '../src/upstream/tables.ts'

const operation = spec.paths['/api/appointment/AppointmentSlot#GetHospitalSlotByDate'].get
const ajv = new Ajv2020({ strict: false })
;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)

const validCall = ajv.compile({
  type: 'object',
  properties: Object.fromEntries(operation.parameters.map(({ name, schema }) => [name, schema])),
  required: operation.parameters.filter(({ required }) => required).map(({ name }) => name),
  additionalProperties: false,
})
const validReply = ajv.compile(operation.responses['200'].content['application/json'].schema)

const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: databaseInMemory() }) })
for (const tables of [systemTables, ...new Set(blueprint.upstreams.flatMap((upstream) => upstream.tables))]) await tables.create(db)
await blueprint.seed(db, new Clock(), 'demo')

const query = db
  .selectFrom('schedules as s')
  .innerJoin('time_ranges as t', 't.id', 's.time_range_id')
  .innerJoin('departments as d', 'd.id', 's.department_id')
  .innerJoin('rooms as r', 'r.id', 's.room_id')
  .select(['s.id as schedule_id', 's.department_id', 'd.name as department_name', 's.room_id', 'r.name as room_name'])
  .select(['t.time_start', 't.time_finish', 's.slots', 's.booked'])
  .where('s.hospital_code', '=', '')
  .where('s.date', '=', '')
  .where('s.online', '=', 1)
  .orderBy('t.time_start')
  .orderBy('s.id')
  .compile()

const server = Fastify()
server.get('/*', async (request, reply) => {
  const call = parse(request.url.slice(request.url.indexOf('?') + 1))
  if (!validCall(call)) return reply.code(400).send()
  const { rows } = await db.executeQuery({ ...query, parameters: [call.hospital_code, call.date, 1] } as typeof query)
  const answer = {
    result: rows.map(({ slots, booked, ...row }) => ({ ...row, available_slot: slots - booked })),
    MessageCode: 200,
    Message: 'OK',
    RequestTime: new Date().toISOString(),
  }
  if (!validReply(answer)) return reply.code(500).send()
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer))
})
await server.listen({ host: '127.0.0.1', port: Number(process.argv[2]) })
// An exit of its own, unlike a kill, fills the compile cache.
process.once('SIGTERM', () => process.exit())

/** `node:sqlite` as Kysely expects a driver; each statement prepared once, rows read as arrays, which is the faster way. */
function databaseInMemory(): SqliteDatabase {
  const database = new DatabaseSync(':memory:')
  const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>()
  const prepare = (sql: string) => {
    const statement = database.prepare(sql)
    const names = statement.columns().map(({ name }) => name)
    statement.setReturnArrays(true)
    const toRow = (cells: unknown) => {
      const row: Record<string, unknown> = {}
      for (let index = 0; index < names.length; index++) row[names[index]!] = (cells as unknown[])[index]
      return row
    }
    return {
      reader: names.length > 0,
      all: (values: readonly unknown[]) => statement.all(...(values as SQLInputValue[])).map(toRow),
      run: (values: readonly unknown[]) => statement.run(...(values as SQLInputValue[])),
      iterate: () => {
        throw new Error('Nothing is streamed here')
      },
    }
  }
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = statements.get(sql) ?? prepare(sql)
      statements.set(sql, statement)
      return statement
    },
  }
}
