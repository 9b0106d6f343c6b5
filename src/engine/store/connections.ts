import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'
import { OutOfReach } from './store.ts'

const second = 1000

/** Bounds on every wait, so that a call is answered, with an error, although the database is not. */
const limits = {
  /** To connect, or to get one of the connections that are all in use. */
  connectionTimeoutMillis: 10 * second,
  /** For the answer to one statement, also from a database that has fallen silent. */
  query_timeout: 8 * second,
  /** The same, kept by the database itself: a statement that nobody waits for any more does not go on holding its locks. */
  statement_timeout: 7 * second,
  /** The machine of a sandbox that is gone for good must not hold a booking's locks for hours. */
  idle_in_transaction_session_timeout: 15 * second,
  /** For the goodbye to the database when the sandbox stops. */
  end: second / 4,
}

/** How each connection is made. */
export function connectionTo(url: string) {
  const { end: _end, ...timeouts } = limits
  return { connectionString: url, types: { getTypeParser }, ...timeouts } satisfies pg.ClientConfig
}

/** Connections to PostgreSQL that outlive what can happen to a database: each that breaks is replaced by a new one. */
export function connections(url: string): PostgresPool {
  const pool = new pg.Pool({ ...connectionTo(url), max: 20 })
  // A connection can break while idle, or while a call holds it without a statement under way: neither ends the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    options: pool.options,
    connect: async () =>
      lent(
        await pool.connect().catch((error) => {
          throw outOfReach(error)
        }),
      ),
    end: () => inTime(pool.end()),
  }
}

/** A goodbye that nobody answers does not keep the sandbox from stopping. */
export const inTime = (goodbye: Promise<void>): Promise<void> =>
  Promise.race([goodbye, new Promise<void>((resolve) => setTimeout(resolve, limits.end).unref())])

/** One connection for one call. If it broke, or may still be busy with a statement that was given up, it is closed and not lent again. */
function lent(client: pg.PoolClient): PostgresPoolClient {
  let broken: Error | undefined
  async function query<Row>(text: unknown, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<Row>> {
    if (broken) throw broken
    try {
      return (await client.query(text as string, parameters.map(storable))) as unknown as PostgresQueryResult<Row>
    } catch (error) {
      if (isAnswer(error)) throw error
      broken = outOfReach(error as Error)
      throw broken
    }
  }
  return { query: query as PostgresPoolClient['query'], release: () => client.release(broken !== undefined) }
}

/** Whether the database has answered, though with an error. That it is going down, is not up yet, has no room, or gave up for want of time (57014) is no answer. */
export const isAnswer = (error: unknown) => error instanceof pg.DatabaseError && !/^(57P0|57014|08|53)/.test(error.code ?? '')

export const outOfReach = (error: Error) => new OutOfReach(error.message || (error as NodeJS.ErrnoException).code, { cause: error })

/** The one character that PostgreSQL cannot hold in a text is replaced, as it is by the JSON readers that refuse it. */
export const storable = (value: unknown) => (typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value)

/** Counts and instants are 8-byte integers there; as numbers they read like SQLite's. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  const int8 = 20
  if (oid === int8) return Number
  return pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown
}
