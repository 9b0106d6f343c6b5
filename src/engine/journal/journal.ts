import { EventEmitter, on } from 'node:events'
import type { Exchange } from '../gateway/exchange.ts'
import { type KeptExchange, kept } from './kept.ts'

export const mostKept = 10_000
/** Bodies in memory; where they are large, fewer exchanges are kept there. */
export const mostBytesKept = 64 * 1024 * 1024

/** The ordered list of a workspace's exchanges. Bounded in memory; written behind in batches where there is somewhere to write. */
export interface Journal {
  add(exchange: Omit<Exchange, 'id'>): void
  /** Oldest first, at most the last 10,000. */
  list(): Promise<KeptExchange[]>
  /** Exchanges from now on, until the signal ends it. */
  follow(signal: AbortSignal): AsyncIterable<KeptExchange>
  clear(): Promise<void>
  /** Writes out what is still waiting. */
  close(): Promise<void>
}

/** Where exchanges go for good. */
export interface JournalFile {
  /** Exchanges of earlier processes, oldest first. */
  load(): Promise<KeptExchange[]>
  lastId(): number
  write(exchanges: KeptExchange[]): Promise<void>
  clear(): Promise<void>
}

const batchMs = 100

/** Keeps the last 10,000 exchanges in memory and, with a file, appends all of them to it every 100 ms. */
export class MemoryJournal implements Journal {
  /** A ring: the slot of an exchange is its id modulo the size. */
  readonly #ring: (Exchange | undefined)[] = []
  readonly #listeners = new EventEmitter().setMaxListeners(0)
  readonly #file: JournalFile | undefined
  #earlier: Promise<KeptExchange[]> | undefined
  #bytes = 0
  #waiting: Exchange[] = []
  #writing = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  /** Where this process began. */
  #firstId: number
  /** The oldest one that is in memory. */
  #oldestId: number
  #nextId: number

  constructor(file?: JournalFile) {
    this.#file = file
    this.#nextId = (file?.lastId() ?? 0) + 1
    this.#firstId = this.#oldestId = this.#nextId
  }

  add(exchange: Omit<Exchange, 'id'>): void {
    const entry = exchange as Exchange
    entry.id = this.#nextId++
    if (entry.id - this.#oldestId >= mostKept) this.#forgetOldest()
    this.#ring[entry.id % mostKept] = entry
    this.#bytes += sizeOf(entry)
    while (this.#bytes > mostBytesKept && this.#oldestId < entry.id) this.#forgetOldest()
    if (this.listeners > 0) this.#listeners.emit('exchange', kept(entry))
    if (this.#file) {
      this.#waiting.push(entry)
      this.#timer ??= setTimeout(() => this.#flush(), batchMs).unref()
    }
  }

  async list(): Promise<KeptExchange[]> {
    const own: KeptExchange[] = []
    for (let id = this.#oldestId; id < this.#nextId; id++) {
      const entry = this.#ring[id % mostKept]
      if (entry) own.push(kept(entry))
    }
    if (!this.#file || own.length >= mostKept) return own
    this.#earlier ??= this.#file.load()
    const earlier = (await this.#earlier).filter(({ id }) => id < this.#firstId)
    return [...earlier, ...own].slice(-mostKept)
  }

  /** How many follow it now. */
  get listeners(): number {
    return this.#listeners.listenerCount('exchange')
  }

  async *follow(signal: AbortSignal): AsyncIterable<KeptExchange> {
    try {
      for await (const [exchange] of on(this.#listeners, 'exchange', { signal })) yield exchange as KeptExchange
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  async clear(): Promise<void> {
    this.#ring.length = 0
    this.#bytes = 0
    this.#waiting = []
    this.#earlier = undefined
    this.#firstId = this.#oldestId = this.#nextId = 1
    // In its turn: what is added from now on is written after it.
    this.#writing = this.#writing.then(() => this.#file?.clear())
    await this.#writing
  }

  async close(): Promise<void> {
    this.#flush()
    await this.#writing
  }

  #forgetOldest(): void {
    const slot = this.#oldestId++ % mostKept
    this.#bytes -= sizeOf(this.#ring[slot])
    this.#ring[slot] = undefined
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const batch = this.#waiting
    this.#waiting = []
    if (batch.length === 0 || !this.#file) return
    const file = this.#file
    this.#writing = this.#writing
      .then(() => file.write(batch.map(kept)))
      .catch((error: Error) => console.error(`The journal could not be written: ${error.message}`))
  }
}

function sizeOf(exchange: Exchange | undefined): number {
  if (!exchange) return 0
  const { request, reply } = exchange
  return (request.body?.length ?? 0) + (typeof reply.body === 'string' ? reply.body.length : 0)
}
