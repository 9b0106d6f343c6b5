import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { type Store, StoreProblem } from './store.ts'
import type { Db, Tables } from './tables.ts'

const prefix = 'moph_'
/** Any number, the same in every process: held while a workspace is made or dropped. */
const makingWorkspaces = 4010

/** Each workspace in a schema of its own (`moph_<workspace>`), for a sandbox that several processes share. */
export async function postgresStore(url: string): Promise<Store> {
  const pool = new pg.Pool({ connectionString: url, max: 20, types: { getTypeParser } })
  // A connection that breaks while idle must not end the process; the next query opens a new one.
  pool.on('error', () => {})
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  await reach(database, url)
  const ready = new Map<string, Promise<Db>>()

  return {
    kind: 'postgres',
    shared: true,
    folder: () => undefined,
    async list() {
      const schemas = await database.introspection.getSchemas()
      return schemas
        .map((schema) => schema.name)
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length))
    },
    async open(workspace, prepare) {
      const known = ready.get(workspace)
      if (known) return known
      const opening = openSchema(database, prefix + workspace, prepare)
      ready.set(workspace, opening)
      opening.catch(() => ready.delete(workspace))
      return opening
    },
    async drop(workspace) {
      ready.delete(workspace)
      await database.schema
        .dropSchema(prefix + workspace)
        .ifExists()
        .cascade()
        .execute()
    },
    close: () => database.destroy(),
  }
}

async function openSchema(database: Kysely<Tables>, schema: string, prepare: (db: Db) => Promise<void>): Promise<Db> {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${makingWorkspaces})`.execute(transaction)
    const schemas = await transaction.introspection.getSchemas()
    if (schemas.some(({ name }) => name === schema)) return
    await transaction.schema.createSchema(schema).execute()
    await prepare(transaction.withSchema(schema))
  })
  return database.withSchema(schema)
}

async function reach(database: Kysely<Tables>, url: string): Promise<void> {
  try {
    await sql`select 1`.execute(database)
  } catch (error) {
    const { host, pathname } = new URL(url)
    await database.destroy()
    throw new StoreProblem(
      `PostgreSQL at ${host}${pathname} cannot be used: ${(error as Error).message || (error as NodeJS.ErrnoException).code}`,
    )
  }
}

/** Counts and instants are 8-byte integers there; as numbers they read like SQLite's. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  const int8 = 20
  if (oid === int8) return Number
  return pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown
}
