import type { Db } from './tables.ts'

/** A statement that is ready: rows as objects, at once where the engine is in this process. */
export type Statement = (values: readonly unknown[]) => Record<string, unknown>[] | Promise<Record<string, unknown>[]>

/** What a store runs compiled statements on by itself, without Kysely's way there and back. */
export interface Direct {
  /** Without a way to go: many small statements cost no more than a large one. */
  readonly inProcess: boolean
  /** Whether it can now: in a transaction only on that transaction's connection, outside of one on none's. */
  isFree(inTransaction: boolean): boolean
  /** The statement, or undefined where only Kysely can run it. `reads`: changes nothing and takes no lock; `together`: see `prepared`. */
  statement(sql: string, how: { reads: boolean; together: boolean }): Statement | undefined
}

const directs = new WeakMap<object, Direct>()

/** Makes a database known as one that runs statements by itself, with every transaction and schema of it. */
export function runsDirectly(db: Db, direct: Direct): void {
  directs.set(db.getExecutor().adapter, direct)
}

export const directOf = (db: Db): Direct | undefined => directs.get(db.getExecutor().adapter)

/** Cells as they come from an engine, made into an object: as a literal, which is much faster than name by name. */
export function rowMaker(names: readonly string[]): (cells: readonly unknown[]) => Record<string, unknown> {
  const members = names.map((name, index) => `${JSON.stringify(name)}: cells[${index}]`)
  return new Function('cells', `return { ${members.join(', ')} }`) as ReturnType<typeof rowMaker>
}
