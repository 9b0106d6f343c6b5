/** GET by date with state in PostgreSQL, beside the same in memory. */
import pg from 'pg'
import { type Bench, withServers } from './bench.ts'
import { mustHaveNoFindings } from './calls.ts'
import { withOptions } from './peers.ts'
import { type Speed, sideBySide } from './speed.ts'

/** Undefined where no PostgreSQL is given. Each server gets a database of its own, dropped at the end. */
export async function postgresSpeed(bench: Bench): Promise<Speed[] | undefined> {
  const { plan, cores, get, sandboxes } = bench
  if (plan.store === undefined) return undefined
  const databases = sandboxes.map((_, index) => `moph_sandbox_bench_${process.pid}_${index}`)
  const stored = sandboxes.map((command, index) => withOptions(command, '--store', urlOf(plan.store!, databases[index]!)))
  await administer(plan.store, ...databases.map((name) => `create database ${name}`))
  try {
    return await withServers([...sandboxes, ...stored], bench, async (servers) => {
      for (const server of servers) await server.firstAnswer(get)
      const speeds = await sideBySide(
        servers.map((server) => ({ server, load: async () => ({ request: get, script: 'report.lua' as const }) })),
        plan,
        cores,
      )
      for (const server of servers) await mustHaveNoFindings(server)
      return speeds
    })
  } finally {
    await administer(plan.store, ...databases.map((name) => `drop database if exists ${name} with (force)`))
  }
}

function urlOf(store: string, database: string): string {
  const url = new URL(store)
  url.pathname = `/${database}`
  return url.href
}

async function administer(store: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: store })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
