import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { type CompiledQuery, Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement, sql } from 'kysely'
import { rowMaker, runsDirectly } from '../../upstream/direct.ts'
import type { Db, Tables } from '../../upstream/tables.ts'
import { type Making, OutOfReach, type Store, StoreProblem } from './store.ts'

/** Each workspace in a SQLite database of its own: in memory, or in `<folder>/<workspace>/state.sqlite`. */
export function sqliteStore(folder?: string): Store {
  if (folder !== undefined) makeWritable(folder)
  const open = new Map<string, Promise<Db>>()
  const layout = new Layout()

  const gone = new Gone(folder ?? '')

  return {
    kind: folder === undefined ? 'memory' : 'folder',
    shared: false,
    folder: (workspace) => (folder === undefined ? undefined : join(folder, workspace)),
    async list() {
      if (folder === undefined) return [...open.keys()]
      return namesIn(folder).filter((name) => existsSync(join(folder, name, stateFile)))
    },
    async open(workspace, making) {
      const known = open.get(workspace)
      if (known) return known
      gone.forget(workspace)
      const opening = folder === undefined ? openInMemory(making, layout) : openInFolder(join(folder, workspace), making, layout)
      open.set(workspace, opening)
      opening.catch(() => open.delete(workspace))
      return opening
    },
    ...(folder === undefined
      ? {}
      : {
          look(workspace) {
            if (open.has(workspace)) gone.look(workspace)
          },
        }),
    async drop(workspace) {
      gone.forget(workspace)
      const db = await open.get(workspace)
      await db?.destroy()
      open.delete(workspace)
      if (folder !== undefined) rmSync(join(folder, workspace), { recursive: true, force: true })
    },
    // One process, one connection, one transaction after the other: nobody else is ever in the way.
    enter: async () => {},
    tellsDropped: (error) => /driver has already been destroyed|database is not open|statement has been finalized/.test(String(error)),
    async close() {
      for (const db of open.values()) await (await db).destroy()
      open.clear()
    },
  }
}

/** SQLite writes on into a file that has been deleted, and nobody would notice before the next start. */
const lookEveryMs = 500

class Gone {
  readonly #folder: string
  readonly #seen = new Map<string, { at: number; inode: number }>()

  constructor(folder: string) {
    this.#folder = folder
  }

  look(workspace: string): void {
    const last = this.#seen.get(workspace)
    const now = performance.now()
    if (last && now - last.at < lookEveryMs) return
    const path = join(this.#folder, workspace, stateFile)
    const inode = statSync(path, { throwIfNoEntry: false })?.ino
    if (last && last.inode !== inode)
      throw new OutOfReach(`${path} is gone, or another file by now: it was deleted under the sandbox. Start it anew.`)
    if (inode !== undefined) this.#seen.set(workspace, { at: now, inode })
  }

  forget(workspace: string): void {
    this.#seen.delete(workspace)
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw new OutOfReach((error as Error).message, { cause: error })
  }
}

const stateFile = 'state.sqlite'

async function openInMemory(making: Making, layout: Layout): Promise<Db> {
  const database = openDatabase(':memory:')
  const db = kyselyOn(database)
  await fillNew(database, db, making, layout)
  return db
}

async function openInFolder(folder: string, making: Making, layout: Layout): Promise<Db> {
  makeWritable(folder)
  const path = join(folder, stateFile)
  if (!existsSync(path)) await make(folder, path, making, layout)
  const db = kyselyOn(openDatabase(path))
  if ((await tablesOf(db)).includes('settings')) return db
  await db.destroy()
  throw new StoreProblem(`${path} is not a workspace of moph-sandbox. Choose another folder with --data DIR.`)
}

/** Made under another name: a process killed on the way leaves no workspace rather than half of one. */
async function make(folder: string, path: string, making: Making, layout: Layout): Promise<void> {
  const unfinished = join(folder, 'making.sqlite')
  const database = openDatabase(unfinished)
  const db = kyselyOn(database)
  try {
    for (const name of await tablesOf(db)) await db.schema.dropTable(name).execute()
    await fillNew(database, db, making, layout)
  } finally {
    await db.destroy()
  }
  renameSync(unfinished, path)
}

async function fillNew(database: DatabaseSync, db: Db, { create, fill }: Making, layout: Layout): Promise<void> {
  const { schema, rows } = await layout.made(create)
  await db.transaction().execute(async (transaction) => {
    onDisk(() => database.exec(schema))
    for (const { sql, parameters } of rows) onDisk(() => database.prepare(sql).run(...(parameters as SQLInputValue[])))
    await fill(transaction)
  })
}

async function tablesOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.execute(db)
  return rows.map(({ name }) => name)
}

interface Made {
  /** The statements that make tables and indexes, in one text. */
  schema: string
  /** What stands in the tables of every new workspace. */
  rows: CompiledQuery[]
}

/**
 * What makes the tables, in SQL: said by `create` once, to an empty database, and then the same for each workspace. (A template
 * in bytes, deserialised, is there sooner, but reads and writes of such a database are a quarter slower ever after.)
 */
class Layout {
  #made: Promise<Made> | undefined

  made(create: Making['create']): Promise<Made> {
    this.#made ??= this.#record(create)
    return this.#made
  }

  async #record(create: Making['create']): Promise<Made> {
    const said: CompiledQuery[] = []
    const scratch = new Kysely<Tables>({
      dialect: new SqliteDialect({ database: withStatementCache(new DatabaseSync(':memory:')) }),
      log({ query }) {
        said.push(query)
      },
    })
    await create(scratch)
    await scratch.destroy()
    const rows = said.filter(({ parameters }) => parameters.length > 0)
    const schema = said.filter((query) => !rows.includes(query)).map(({ sql }) => sql)
    return { schema: schema.join(';\n'), rows }
  }
}

function kyselyOn(database: DatabaseSync): Db {
  const statements = withStatementCache(database)
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: statements }) })
  runsDirectly(db, {
    inProcess: true,
    isFree: (inTransaction) => database.isTransaction === inTransaction,
    statement(sql) {
      const { reader, all, run } = statements.prepare(sql)
      if (reader) return (values) => all(values) as Record<string, unknown>[]
      return (values) => {
        run(values)
        return noRows
      }
    },
  })
  return db
}

const noRows: never[] = []

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

/**
 * Commits survive the death of the process (the operating system holds what was written); only a power cut can lose the
 * last of them, which is why `synchronous` is NORMAL. The exclusive lock keeps a second sandbox off the same folder.
 */
function openDatabase(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path)
    if (path !== ':memory:')
      database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal; begin immediate; commit')
    return database
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
    prepare(text) {
      const known = statements.get(text)
      if (known) return known
      const statement = text === 'rollback' ? rollbackOf(database) : adapt(database.prepare(text))
      if (statements.size >= mostStatements) statements.clear()
      statements.set(text, statement)
      return statement
    },
  }
}

/** SQLite's codes for a disk that is read-only, gone, full, broken or not to be opened. */
const diskErrors = new Set([8, 10, 13, 11, 14])

function onDisk<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    const { errcode, message } = error as { errcode?: number; message: string }
    throw errcode !== undefined && diskErrors.has(errcode & 0xff) ? new OutOfReach(message, { cause: error }) : error
  }
}

/** After an error of the disk SQLite has rolled back by itself; to ask for it again would hide that error behind another. */
function rollbackOf(database: DatabaseSync): SqliteStatement {
  const statement = adapt(database.prepare('rollback'))
  const nothing = { changes: 0, lastInsertRowid: 0 }
  return { ...statement, run: (parameters) => (database.isTransaction ? statement.run(parameters) : nothing) }
}

/** Rows come as arrays and become plain objects here: they are read and written out much faster than the driver's own. */
function adapt(statement: StatementSync): SqliteStatement {
  const names = statement.columns().map(({ name }) => name)
  const toRow = rowMaker(names)
  statement.setReturnArrays(true)
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
  return {
    reader: names.length > 0,
    all(parameters) {
      const rows = onDisk(() => statement.all(...values(parameters)) as unknown[])
      for (let index = 0; index < rows.length; index++) rows[index] = toRow(rows[index] as unknown[])
      return rows
    },
    run: (parameters) => onDisk(() => statement.run(...values(parameters))),
    *iterate(parameters) {
      for (const cells of statement.iterate(...values(parameters))) yield toRow(cells as unknown as unknown[])
    },
  }
}
