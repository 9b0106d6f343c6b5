import { EventEmitter, once } from 'node:events'
import type { Exchange } from '../gateway/exchange.ts'
import type { Entry, Journal, LiveEvent } from './journal.ts'
import { type KeptExchange, kept } from './kept.ts'
import { mostKept, Recent } from './recent.ts'
import { slices } from './slices.ts'
import { type Sink, Writer } from './writer.ts'

/** A place on disk, with what earlier processes have written there. */
export interface JournalFile extends Sink {
  lastId(): number
  /** From the newest that is older than an id on, backwards. */
  before(id: number): AsyncIterable<KeptExchange>
  clear(): Promise<void>
}

/** Keeps the last exchanges in memory and, with a file, appends all of them to it and reads the older ones from there. */
export class MemoryJournal implements Journal {
  readonly #recent: Recent
  readonly #news = new EventEmitter().setMaxListeners(0)
  readonly #file: JournalFile | undefined
  readonly #writer: Writer | undefined
  #clears = 0

  constructor(file?: JournalFile) {
    this.#file = file
    this.#recent = new Recent((file?.lastId() ?? 0) + 1)
    this.#writer = file && new Writer(this.#recent, file)
  }

  add(exchange: Omit<Exchange, 'id'>): void {
    this.#recent.add(exchange)
    this.#writer?.wake()
    this.#news.emit('exchange')
  }

  entries(order: 'newest first' | 'oldest first'): AsyncIterable<Entry> {
    return order === 'newest first' ? this.#newestFirst() : this.#oldestFirst()
  }

  async *#newestFirst(): AsyncIterable<Entry> {
    const pause = slices()
    const newest = this.#recent.nextId - 1
    let id = newest
    for (; id >= this.#recent.oldestId; id--) {
      const entry = this.#entry(id)
      if (entry) yield entry
      await pause()
    }
    if (!this.#file) return
    // What stands on disk alone; of the rest, the disk may not have all yet.
    for await (const exchange of this.#file.before(id + 1)) {
      if (exchange.id <= newest - mostKept) return
      yield entryOf(exchange)
      await pause()
    }
  }

  async *#oldestFirst(): AsyncIterable<Entry> {
    const pause = slices()
    const newest = this.#recent.nextId - 1
    const oldest = this.#recent.oldestId
    // Lines are read backwards and told forwards; of a large file that is its length in memory, so only the numbers wait.
    if (this.#file) for await (const exchange of forwards(this.#file, Math.max(1, newest - mostKept + 1), oldest)) yield entryOf(exchange)
    for (let id = Math.max(oldest, this.#recent.oldestId); id <= newest; id++) {
      const entry = this.#entry(id)
      if (entry) yield entry
      await pause()
    }
  }

  async find(id: number): Promise<KeptExchange | undefined> {
    const recent = this.#recent.at(id)
    if (recent) return kept(recent)
    if (!this.#file || id >= this.#recent.oldestId || id < this.#recent.nextId - mostKept) return undefined
    for await (const exchange of this.#file.before(id + 1)) return exchange.id === id ? exchange : undefined
    return undefined
  }

  /** How many follow it now. */
  get listeners(): number {
    return this.#news.listenerCount('exchange')
  }

  async *follow(signal: AbortSignal): AsyncIterable<LiveEvent> {
    let next = this.#recent.nextId
    let clears = this.#clears
    while (!signal.aborted) {
      if (clears !== this.#clears) {
        clears = this.#clears
        next = 1
      }
      if (next < this.#recent.oldestId) {
        yield { missed: this.#recent.oldestId - next }
        next = this.#recent.oldestId
      }
      const exchange = this.#recent.at(next)
      if (exchange) {
        next++
        yield { exchange: kept(exchange) }
      } else await once(this.#news, 'exchange', { signal }).catch(() => {})
    }
  }

  async clear(): Promise<void> {
    this.#clears++
    this.#recent.clear()
    if (this.#file && this.#writer) await this.#writer.restart(() => this.#file!.clear())
  }

  async close(): Promise<void> {
    await this.#writer?.flush()
  }

  #entry(id: number): Entry | undefined {
    const exchange = this.#recent.at(id)
    if (!exchange) return undefined
    const { time, findings, operation, upstream } = exchange
    return {
      id,
      head: () => ({ time, findings, operation: operation?.id ?? null, upstream: upstream?.name ?? null }),
      kept: () => kept(exchange),
    }
  }
}

const entryOf = (exchange: KeptExchange): Entry => ({ id: exchange.id, head: () => exchange, kept: () => exchange })

/** Those from an id on and before another, oldest first: in pages, each read backwards. */
async function* forwards(file: JournalFile, from: number, end: number): AsyncIterable<KeptExchange> {
  for (let start = from; start < end; start += page) {
    const some: KeptExchange[] = []
    for await (const exchange of file.before(Math.min(start + page, end))) {
      if (exchange.id < start) break
      some.push(exchange)
    }
    yield* some.reverse()
  }
}

const page = 200
