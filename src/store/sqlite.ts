import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import { type Store, StoreProblem } from './store.ts'
import type { Db, Tables } from './tables.ts'

/** Each workspace in a SQLite database of its own: in memory, or in `<folder>/<workspace>/state.sqlite`. */
export function sqliteStore(folder?: string): Store {
  if (folder !== undefined) makeWritable(folder)
  const open = new Map<string, { db: Db; ready: Promise<void> }>()
  const file = (workspace: string) => (folder === undefined ? ':memory:' : join(folder, workspace, 'state.sqlite'))

  return {
    kind: folder === undefined ? 'memory' : 'folder',
    shared: false,
    folder: (workspace) => (folder === undefined ? undefined : join(folder, workspace)),
    async list() {
      if (folder === undefined) return [...open.keys()]
      return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'state.sqlite')))
    },
    async open(workspace, prepare) {
      const known = open.get(workspace)
      if (known) return known.ready.then(() => known.db)
      if (folder !== undefined) mkdirSync(join(folder, workspace), { recursive: true })
      const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openDatabase(file(workspace)) }) })
      const ready = prepareIfNew(db, prepare)
      open.set(workspace, { db, ready })
      await ready
      return db
    },
    async drop(workspace) {
      await open.get(workspace)?.db.destroy()
      open.delete(workspace)
      if (folder !== undefined) rmSync(join(folder, workspace), { recursive: true, force: true })
    },
    async close() {
      for (const { db } of open.values()) await db.destroy()
      open.clear()
    },
  }
}

function makeWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new StoreProblem(
      `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}). Choose another with --data DIR.`,
    )
  }
}

async function prepareIfNew(db: Db, prepare: (db: Db) => Promise<void>): Promise<void> {
  const tables = await db.introspection.getTables()
  // All or nothing: a process killed while it makes a world leaves none rather than half of one.
  if (tables.length === 0) await db.transaction().execute(prepare)
}

/**
 * Commits survive the death of the process (the operating system holds what was written); only a power cut can lose the
 * last of them, which is why `synchronous` is NORMAL. The exclusive lock keeps a second sandbox off the same folder.
 */
function openDatabase(path: string): SqliteDatabase {
  try {
    const database = new DatabaseSync(path)
    if (path !== ':memory:')
      database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal; begin immediate; commit')
    return withStatementCache(database)
  } catch (error) {
    throw new StoreProblem(
      /locked/.test(String(error))
        ? `${path} is in use by another sandbox. Stop it, or choose another folder with --data DIR.`
        : `${path} cannot be opened: ${(error as Error).message}`,
    )
  }
}

const mostStatements = 500

/** What Kysely expects of a SQLite driver, over `node:sqlite`; a statement is prepared once. */
function withStatementCache(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql)
      if (known) return known
      const statement = adapt(database.prepare(sql))
      if (statements.size >= mostStatements) statements.clear()
      statements.set(sql, statement)
      return statement
    },
  }
}

/** Rows come as arrays and become plain objects here: they are read and written out much faster than the driver's own. */
function adapt(statement: StatementSync): SqliteStatement {
  const names = statement.columns().map(({ name }) => name)
  statement.setReturnArrays(true)
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
  const toRow = (cells: unknown) => {
    const row: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index++) row[names[index]!] = (cells as unknown[])[index]
    return row
  }
  return {
    reader: names.length > 0,
    all: (parameters) => statement.all(...values(parameters)).map(toRow),
    run: (parameters) => statement.run(...values(parameters)),
    *iterate(parameters) {
      for (const cells of statement.iterate(...values(parameters))) yield toRow(cells)
    },
  }
}
