import type { CompiledQuery } from 'kysely'
import { type Direct, directOf, type Statement } from './direct.ts'
import type { Db } from './tables.ts'

interface Compilable<Row> {
  compile(): CompiledQuery<Row>
}

type Value = string | number | null

interface Compiled<Row> {
  query: CompiledQuery<Row>
  /** Of the value that stands at each place; undefined where the query brings its own. */
  names: (string | undefined)[]
  reads: boolean
}

interface Ready<Row> extends Compiled<Row> {
  direct: Direct | undefined
  statement: Statement | undefined
}

/**
 * A query built and compiled once, in a transaction or not, then run with new values: building it each time costs several
 * times what running it does. `build` gets stand-ins for the values and must hand each to Kysely as it is.
 * With `together`, all who ask with the same values before it is sent get one answer, where there is a way to go.
 * To be awaited; on SQLite the rows are there at once.
 */
export function prepared<Values extends { [Name in keyof Values]: Value }, Row>(
  build: (db: Db, values: Values) => Compilable<Row>,
  { together = false } = {},
) {
  const compiled = new WeakMap<object, Compiled<Row>>()
  const ready = new WeakMap<object, Ready<Row>>()

  function compile(db: Db, values: Values): Compiled<Row> {
    const query = build(db, standIns(values)).compile()
    const names = query.parameters.map((parameter) => (parameter instanceof StandIn ? parameter.name : undefined))
    return { query, names, reads: query.query.kind === 'SelectQueryNode' && query.query.endModifiers === undefined }
  }

  function makeReady(db: Db, place: object, values: Values): Ready<Row> {
    const dialect = dialectOf(db)
    const one = compiled.get(dialect) ?? compile(db, values)
    compiled.set(dialect, one)
    const direct = directOf(db)
    const made = { ...one, direct, statement: direct?.statement(one.query.sql, { reads: one.reads, together }) }
    ready.set(place, made)
    return made
  }

  return (db: Db, values: Values): Row[] | Promise<Row[]> => {
    const place = placeOf(db)
    const { query, names, direct, statement } = ready.get(place) ?? makeReady(db, place, values)
    const parameters: unknown[] = new Array(names.length)
    for (let index = 0; index < names.length; index++) {
      const name = names[index]
      parameters[index] = name === undefined ? query.parameters[index] : values[name as keyof Values]
    }
    if (statement && direct!.isFree(db.isTransaction)) return statement(parameters) as Row[] | Promise<Row[]>
    return db.executeQuery({ ...query, parameters } as CompiledQuery<Row>).then(({ rows }) => rows)
  }
}

/** Where a query runs, the same from one transaction to the next: the schema, or else the database. */
function placeOf(db: Db): object {
  const executor = db.getExecutor()
  // Kysely puts the plugin of a schema first.
  return executor.plugins[0] ?? executor.adapter
}

/** What decides the text of a query: the schema, or else the kind of database. */
function dialectOf(db: Db): object {
  const { plugins, adapter } = db.getExecutor()
  return plugins[0] ?? adapter.constructor
}

class StandIn {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** One for each value, of the same names: a whole row may be handed on as it is. */
function standIns<Values extends object>(values: Values): Values {
  return new Proxy({ ...values }, { get: (_values, name) => new StandIn(String(name)) })
}
