import { setTimeout as wait } from 'node:timers/promises'
import type { Db } from '../../upstream/tables.ts'
import type { Exchange } from '../gateway/exchange.ts'
import type { Entry, EntryHead, Journal, LiveEvent } from './journal.ts'
import type { KeptExchange } from './kept.ts'
import { mostBytesKept, mostKept, Recent } from './recent.ts'
import { slices } from './slices.ts'
import { Writer } from './writer.ts'

const pollMs = 250
/** Rows of the first page: most who ask want the newest few. */
const firstPage = 10
const largestPage = 200
/** Of the exchanges of one page, in memory at once. */
const mostBytesOfPage = 4 * 1024 * 1024

/** A row without its exchange. */
interface HeadRow {
  id: number
  head: string
  bytes: number
}

/**
 * The journal of a shared store: a table, so that every process sees the exchanges of all. Written every 100 ms, within the same bounds of
 * number and bytes as in memory; read page by page.
 */
export class TableJournal implements Journal {
  readonly #db: Db
  /** What is not written yet; its numbers are this process's own. */
  readonly #waiting = new Recent()
  readonly #writer: Writer

  constructor(db: Db) {
    this.#db = db
    this.#writer = new Writer(this.#waiting, { write: (exchanges) => this.#write(exchanges) })
  }

  add(exchange: Omit<Exchange, 'id'>): void {
    this.#waiting.add(exchange)
    this.#writer.wake()
  }

  async *entries(order: 'newest first' | 'oldest first'): AsyncIterable<Entry> {
    await this.#writer.flush()
    const { last } = await this.#position()
    const pause = slices()
    const oldest = last - mostKept
    let [from, to] = [oldest, last + 1]
    for (let size = firstPage; ; size = Math.min(largestPage, size * 4)) {
      const rows = await this.#heads(from, to, order, size)
      const page = withinBytes(rows)
      const exchanges = this.#exchangesOf(page)
      for (const row of page) {
        yield { id: row.id, head: () => JSON.parse(row.head) as EntryHead, kept: async () => (await exchanges()).get(row.id)! }
        await pause()
      }
      const end = page.at(-1)?.id
      if (end === undefined) return
      if (order === 'newest first') to = end
      else from = end
    }
  }

  async find(id: number): Promise<KeptExchange | undefined> {
    await this.#writer.flush()
    const row = await this.#db.selectFrom('journal').select('exchange').where('id', '=', id).executeTakeFirst()
    return row && { ...JSON.parse(row.exchange), id }
  }

  async *follow(signal: AbortSignal): AsyncIterable<LiveEvent> {
    // What was answered before and is not written yet is not news.
    await this.#writer.flush()
    let seen = await this.#position()
    while (!signal.aborted) {
      const now = await this.#position()
      // Cleared: the ids begin again.
      if (now.clears !== seen.clears) seen = { clears: now.clears, last: 0 }
      while (seen.last < now.last && !signal.aborted) {
        const page = withinBytes(await this.#heads(seen.last, now.last + 1, 'oldest first', largestPage))
        const first = page[0]?.id ?? now.last + 1
        if (first > seen.last + 1) yield { missed: first - seen.last - 1 }
        const exchanges = this.#exchangesOf(page)
        for (const { id } of page) {
          const exchange = (await exchanges()).get(id)
          yield exchange ? { exchange } : { missed: 1 }
        }
        seen = { ...seen, last: page.at(-1)?.id ?? now.last }
      }
      await wait(pollMs, undefined, { signal }).catch(() => {})
    }
  }

  async clear(): Promise<void> {
    await this.#writer.restart(() =>
      this.#db.transaction().execute(async (db) => {
        await db
          .updateTable('journal_position')
          .set((eb) => ({ clears: eb('clears', '+', 1), last: 0, bytes: 0 }))
          .execute()
        await db.deleteFrom('journal').execute()
      }),
    )
  }

  async close(): Promise<void> {
    await this.#writer.flush()
  }

  /** One transaction; the position's row lock keeps the order the same for every process. Old rows go as new ones come. */
  async #write(batch: KeptExchange[]): Promise<void> {
    const rows = batch.map((exchange) => {
      const text = JSON.stringify(exchange)
      return { head: headOf(exchange), bytes: Buffer.byteLength(text), exchange: text }
    })
    const added = rows.reduce((sum, { bytes }) => sum + bytes, 0)
    await this.#db.transaction().execute(async (db) => {
      const { last, bytes } = await db
        .updateTable('journal_position')
        .set((eb) => ({ last: eb('last', '+', rows.length), bytes: eb('bytes', '+', added) }))
        .returning(['last', 'bytes'])
        .executeTakeFirstOrThrow()
      for (const [index, row] of rows.entries())
        await db
          .insertInto('journal')
          .values({ id: Number(last) - rows.length + 1 + index, ...row })
          .execute()
      const freed = await makeRoom(db, Number(last) - mostKept, Number(bytes) - mostBytesKept)
      if (freed > 0)
        await db
          .updateTable('journal_position')
          .set((eb) => ({ bytes: eb('bytes', '-', freed) }))
          .execute()
    })
  }

  async #position(): Promise<{ clears: number; last: number }> {
    const { clears, last } = await this.#db.selectFrom('journal_position').selectAll().executeTakeFirstOrThrow()
    return { clears: Number(clears), last: Number(last) }
  }

  /** Between two numbers, both left out. */
  async #heads(from: number, to: number, order: 'newest first' | 'oldest first', limit: number): Promise<HeadRow[]> {
    const rows = await this.#db
      .selectFrom('journal')
      .select(['id', 'head', 'bytes'])
      .where('id', '>', from)
      .where('id', '<', to)
      .orderBy('id', order === 'newest first' ? 'desc' : 'asc')
      .limit(limit)
      .execute()
    return rows.map(({ id, head, bytes }) => ({ id: Number(id), head, bytes: Number(bytes) }))
  }

  /** All of a page at once, when the first of them is asked for. */
  #exchangesOf(page: readonly HeadRow[]): () => Promise<ReadonlyMap<number, KeptExchange>> {
    let reading: Promise<Map<number, KeptExchange>> | undefined
    const read = async () => {
      const ids = page.map(({ id }) => id)
      const rows = ids.length === 0 ? [] : await this.#db.selectFrom('journal').select(['id', 'exchange']).where('id', 'in', ids).execute()
      return new Map(rows.map(({ id, exchange }) => [Number(id), { ...JSON.parse(exchange), id: Number(id) } as KeptExchange]))
    }
    return () => {
      reading ??= read()
      return reading
    }
  }
}

/** The first rows of a page, as many as may be in memory with their exchanges; one at least. */
function withinBytes(rows: readonly HeadRow[]): HeadRow[] {
  let bytes = 0
  const end = rows.findIndex((row) => {
    bytes += row.bytes
    return bytes > mostBytesOfPage
  })
  return rows.slice(0, end < 0 ? rows.length : Math.max(1, end))
}

const headOf = ({ time, operation, upstream, findings }: KeptExchange): string =>
  JSON.stringify({ time, operation, upstream, findings: findings.map(({ rule, severity }) => ({ rule, severity })) } satisfies EntryHead)

/** Takes away the rows up to a number, and as many more as hold so many bytes; how many bytes that were. */
async function makeRoom(db: Db, upTo: number, bytesTooMany: number): Promise<number> {
  let freed = 0
  let last = upTo
  const oldest =
    upTo <= 0 && bytesTooMany <= 0 ? [] : await db.selectFrom('journal').select(['id', 'bytes']).orderBy('id').limit(mostKept).execute()
  for (const { id, bytes } of oldest) {
    if (Number(id) > upTo && freed >= bytesTooMany) break
    freed += Number(bytes)
    last = Number(id)
  }
  if (last > 0 && oldest.length > 0) await db.deleteFrom('journal').where('id', '<=', last).execute()
  return freed
}
