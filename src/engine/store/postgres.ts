import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { runsDirectly } from '../../upstream/direct.ts'
import type { Db, Tables } from '../../upstream/tables.ts'
import { byCodePoint } from './byCodePoint.ts'
import { connections, connectionTo, inTime } from './connections.ts'
import { Lane } from './lane.ts'
import { type Making, type Store, StoreProblem } from './store.ts'

const prefix = 'moph_'
/** Any number, the same in every process: held while a workspace is made or dropped. */
const makingWorkspaces = 4010
/** Another: held, together with the workspace's name, by whoever writes in it. */
const writing = 4011
const dropped = 'dropped_'

/** SQLSTATE of the errors that are told apart. */
const states = {
  undefinedTable: '42P01',
  undefinedSchema: '3F000',
  insufficientPrivilege: '42501',
}

/** Each workspace in a schema of its own (`moph_<workspace>`), for a sandbox that several processes share. */
export async function postgresStore(url: string): Promise<Store> {
  const pool = connections(url)
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  await reach(database, url)
  const lane = new Lane(connectionTo(url))
  runsDirectly(database, {
    inProcess: false,
    isFree: (inTransaction) => !inTransaction,
    statement: (text, { reads, together }) => (reads ? lane.statement(text, together) : undefined),
  })

  return {
    kind: 'postgres',
    shared: true,
    folder: () => undefined,
    async list() {
      const { rows } = await sql<{ schema: string }>`
        select schemaname as schema from pg_catalog.pg_tables
        where tablename = 'settings' and starts_with(schemaname, ${prefix})`.execute(database)
      return rows.map(({ schema }) => schema.slice(prefix.length))
    },
    open: (workspace, made) => openSchema(database, prefix + workspace, made),
    drop: (workspace) => dropSchema(database, prefix + workspace),
    async enter(db, workspace, how) {
      const lock = sql.raw(how === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared')
      await sql`select ${lock}(${writing}, hashtext(${workspace}))`.execute(db)
    },
    tellsDropped: (error) => [states.undefinedTable, states.undefinedSchema].includes(stateOf(error) ?? ''),
    async close() {
      await inTime(lane.close())
      await database.destroy()
    },
  }
}

async function openSchema(database: Kysely<Tables>, schema: string, { create, fill }: Making): Promise<Db> {
  try {
    await database.transaction().execute(async (transaction) => {
      await oneAtATime(transaction)
      const schemas = await transaction.introspection.getSchemas()
      if (schemas.some(({ name }) => name === schema)) return
      await transaction.schema.createSchema(schema).execute()
      await create(transaction.withPlugin(byCodePoint).withSchema(schema))
      await fill(transaction.withSchema(schema))
    })
  } catch (error) {
    if (stateOf(error) !== states.insufficientPrivilege) throw error
    throw new StoreProblem(`PostgreSQL does not let this user make the schema ${schema}: ${(error as Error).message}.`)
  }
  return database.withSchema(schema)
}

/**
 * Taken out of sight first, so that calls on their way find nothing rather than wait; then dropped, with what a process that
 * was killed between the two has left.
 */
async function dropSchema(database: Kysely<Tables>, schema: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await oneAtATime(transaction)
    const schemas = await transaction.introspection.getSchemas()
    if (!schemas.some(({ name }) => name === schema)) return
    await sql`alter schema ${sql.id(schema)} rename to ${sql.id(`${dropped}${Date.now().toString(36)}_${schema}`)}`.execute(transaction)
  })
  const schemas = await database.introspection.getSchemas()
  for (const { name } of schemas) if (name.startsWith(dropped)) await database.schema.dropSchema(name).ifExists().cascade().execute()
}

const oneAtATime = (transaction: Kysely<Tables>) => sql`select pg_advisory_xact_lock(${makingWorkspaces})`.execute(transaction)

/** Thai text is stored as it is: an encoding that cannot hold it is refused at the start rather than with the first booking. */
const encodings = ['UTF8', 'SQL_ASCII']

async function reach(database: Kysely<Tables>, url: string): Promise<void> {
  const encoding = await encodingOf(database, url).catch(async (error: Error) => {
    await database.destroy()
    throw error
  })
  if (encodings.includes(encoding)) return
  await database.destroy()
  throw new StoreProblem(`PostgreSQL at ${placeOf(url)} holds text in ${encoding}; the sandbox needs a database in UTF8.`)
}

async function encodingOf(database: Kysely<Tables>, url: string): Promise<string> {
  try {
    const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(database)
    return rows[0]!.server_encoding
  } catch (error) {
    throw new StoreProblem(`PostgreSQL at ${placeOf(url)} cannot be used: ${(error as Error).message}`)
  }
}

/** Host and database; never the password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return host + pathname
}

const stateOf = (error: unknown) => (error instanceof pg.DatabaseError ? error.code : undefined)
