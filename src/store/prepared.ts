import type { CompiledQuery } from 'kysely'
import type { Db } from './tables.ts'

interface Compilable<Row> {
  compile(): CompiledQuery<Row>
}

/**
 * A query built and compiled once for each database, then run with new values: building it each time costs more than
 * running it. `build` gets stand-ins for the values and must hand each to Kysely as it is.
 */
export function prepared<Values extends Record<string, string | number>, Row>(build: (db: Db, values: Values) => Compilable<Row>) {
  const compiled = new WeakMap<object, { query: CompiledQuery<Row>; names: (string | undefined)[] }>()

  return async (db: Db, values: Values): Promise<Row[]> => {
    let known = compiled.get(db)
    if (!known) {
      const query = build(db, standIns<Values>()).compile()
      known = { query, names: query.parameters.map((parameter) => (parameter instanceof StandIn ? parameter.name : undefined)) }
      compiled.set(db, known)
    }
    const { query, names } = known
    const parameters = names.map((name, index) => (name === undefined ? query.parameters[index] : values[name]))
    const result = await db.executeQuery({ ...query, parameters } as CompiledQuery<Row>)
    return result.rows
  }
}

class StandIn {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

function standIns<Values>(): Values {
  return new Proxy({}, { get: (_target, name) => new StandIn(String(name)) }) as Values
}
