import { setTimeout as wait } from 'node:timers/promises'
import type { Db } from '../../upstream/tables.ts'
import type { Exchange } from '../gateway/exchange.ts'
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
    // What was answered before and is not written yet is not news.
    await this.close()
    let seen = await this.#position()
    while (!signal.aborted) {
      const now = await this.#position()
      // Cleared: the ids begin again.
      if (now.clears !== seen.clears) seen = { clears: now.clears, last: 0 }
      const rows = now.last > seen.last ? await this.#after(seen.last) : []
      for (const { id, exchange } of rows) yield { ...JSON.parse(exchange), id }
      seen.last = rows.at(-1)?.id ?? now.last
      await wait(pollMs, undefined, { signal }).catch(() => {})
    }
  }

  async clear(): Promise<void> {
    this.#waiting = []
    await this.#writing
    await this.#db.transaction().execute(async (db) => {
      await db
        .updateTable('journal_position')
        .set((eb) => ({ clears: eb('clears', '+', 1), last: 0 }))
        .execute()
      await db.deleteFrom('journal').execute()
    })
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

  /** One transaction; the position's row lock keeps the order the same for every process. Old rows go as new ones come. */
  async #write(batch: Omit<Exchange, 'id'>[]): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      const { last } = await db
        .updateTable('journal_position')
        .set((eb) => ({ last: eb('last', '+', batch.length) }))
        .returning('last')
        .executeTakeFirstOrThrow()
      const rows = batch.map((exchange, index) => {
        const id = last - batch.length + 1 + index
        return { id, exchange: JSON.stringify(kept({ ...exchange, id })) }
      })
      await db.insertInto('journal').values(rows).execute()
      await db
        .deleteFrom('journal')
        .where('id', '<=', last - mostKept)
        .execute()
    })
  }

  #position(): Promise<{ clears: number; last: number }> {
    return this.#db.selectFrom('journal_position').selectAll().executeTakeFirstOrThrow()
  }

  #after(id: number): Promise<{ id: number; exchange: string }[]> {
    return this.#db.selectFrom('journal').selectAll().where('id', '>', id).orderBy('id').limit(1000).execute()
  }
}
