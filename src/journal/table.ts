import { setTimeout as wait } from 'node:timers/promises'
import type { Exchange } from '../gateway/exchange.ts'
import type { Db } from '../store/tables.ts'
import { nextId } from '../workspace/ids.ts'
import { type Journal, mostKept } from './journal.ts'
import { type KeptExchange, kept } from './kept.ts'

const batchMs = 100
const pollMs = 250

/** The journal of a shared store: a table, so that every process sees the exchanges of all. Written every 100 ms. */
export class TableJournal implements Journal {
  readonly #db: Db
  #waiting: Omit<Exchange, 'id'>[] = []
  #writing = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(db: Db) {
    this.#db = db
  }

  add(exchange: Omit<Exchange, 'id'>): void {
    this.#waiting.push(exchange)
    this.#timer ??= setTimeout(() => this.#flush(), batchMs).unref()
  }

  async list(): Promise<KeptExchange[]> {
    await this.close()
    const rows = await this.#db.selectFrom('journal').selectAll().orderBy('id', 'desc').limit(mostKept).execute()
    return rows.reverse().map(({ id, exchange }) => ({ ...JSON.parse(exchange), id }))
  }

  async *follow(signal: AbortSignal): AsyncIterable<KeptExchange> {
    const newest = await this.#db.selectFrom('journal').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
    let last = newest?.id ?? 0
    while (!signal.aborted) {
      const rows = await this.#db.selectFrom('journal').selectAll().where('id', '>', last).orderBy('id').limit(1000).execute()
      for (const { id, exchange } of rows) yield { ...JSON.parse(exchange), id }
      last = rows.at(-1)?.id ?? last
      await wait(pollMs, undefined, { signal }).catch(() => {})
    }
  }

  async clear(): Promise<void> {
    this.#waiting = []
    await this.#writing
    await this.#db.deleteFrom('journal').execute()
  }

  async close(): Promise<void> {
    this.#flush()
    await this.#writing
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const batch = this.#waiting
    this.#waiting = []
    if (batch.length === 0) return
    this.#writing = this.#writing
      .then(() => this.#write(batch))
      .catch((error: Error) => console.error(`The journal could not be written: ${error.message}`))
  }

  /** One transaction; the id's row lock keeps the order the same for every process. Old rows go as new ones come. */
  async #write(batch: Omit<Exchange, 'id'>[]): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      const rows: { id: number; exchange: string }[] = []
      for (const exchange of batch) {
        const id = await nextId(db, 'journal')
        rows.push({ id, exchange: JSON.stringify(kept({ ...exchange, id })) })
      }
      await db.insertInto('journal').values(rows).execute()
      await db
        .deleteFrom('journal')
        .where('id', '<=', rows.at(-1)!.id - mostKept)
        .execute()
    })
  }
}
