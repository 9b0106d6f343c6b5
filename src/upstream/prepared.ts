import type { CompiledQuery } from 'kysely'
import type { Db } from './tables.ts'

interface Compilable<Row> {
  compile(): CompiledQuery<Row>
}

type Value = string | number | null

/**
 * A query built and compiled once for each workspace, in a transaction or not, then run with new values: building it each
 * time costs several times what running it does. `build` gets stand-ins for the values and must hand each to Kysely as it is.
 */
export function prepared<Values extends Record<string, Value>, Row>(build: (db: Db, values: Values) => Compilable<Row>) {
  const compiled = new WeakMap<object, { query: CompiledQuery<Row>; names: (string | undefined)[] }>()

  return async (db: Db, values: Values): Promise<Row[]> => {
    const place = placeOf(db)
    let known = compiled.get(place)
    if (!known) {
      const query = build(db, standIns<Values>()).compile()
      known = { query, names: query.parameters.map((parameter) => (parameter instanceof StandIn ? parameter.name : undefined)) }
      compiled.set(place, known)
    }
    const { query, names } = known
    const parameters = names.map((name, index) => (name === undefined ? query.parameters[index] : values[name]))
    const result = await db.executeQuery({ ...query, parameters } as CompiledQuery<Row>)
    return result.rows
  }
}

/** What decides the text of a query, and stays the same from one transaction to the next: the schema, or else the database. */
function placeOf(db: Db): object {
  const { plugins, adapter } = db.getExecutor()
  // Kysely puts the plugin of a schema first.
  return plugins[0] ?? adapter
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
