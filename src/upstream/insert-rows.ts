import { directOf } from './direct.ts'
import { prepared } from './prepared.ts'
import type { Db, Tables } from './tables.ts'

type Row = Record<string, string | number | null>
type Query = ReturnType<Db['insertInto']>

/** In one statement, so that none has more values than an engine takes. */
const mostRows = 100

const oneByOne = new Map<string, ReturnType<typeof insertOne>>()

/**
 * Rows of the same columns into a table; one that stands there already under the same `key` is replaced. Where the engine is
 * in this process they go one by one, with a statement that is compiled once: building one for all costs much more.
 */
export async function insertRows<Table extends keyof Tables>(
  db: Db,
  table: Table,
  rows: readonly Tables[Table][],
  key: readonly (keyof Tables[Table] & string)[] = [],
): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!)
  if (!directOf(db)?.inProcess) {
    for (let first = 0; first < rows.length; first += mostRows) {
      const some = rows.slice(first, first + mostRows)
      await replacing(db.insertInto(table as keyof Tables).values(some as never), columns, key).execute()
    }
    return
  }
  const name = [table, ...columns, '', ...key].join()
  const insert = oneByOne.get(name) ?? insertOne(table, columns, key)
  oneByOne.set(name, insert)
  for (const row of rows) await insert(db, row as Row)
}

const insertOne = (table: keyof Tables, columns: readonly string[], key: readonly string[]) =>
  prepared((db, row: Row) => {
    const values = Object.fromEntries(columns.map((column) => [column, row[column]]))
    return replacing(db.insertInto(table).values(values as never), columns, key)
  })

function replacing(query: Query, columns: readonly string[], key: readonly string[]): Query {
  if (key.length === 0) return query
  return query.onConflict((conflict) =>
    conflict.columns(key as never).doUpdateSet((eb) => {
      const others = columns.filter((column) => !key.includes(column))
      return Object.fromEntries(others.map((column) => [column, eb.ref(`excluded.${column}` as never)])) as never
    }),
  )
}
