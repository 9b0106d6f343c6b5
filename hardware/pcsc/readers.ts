import { EventEmitter, once } from 'node:events'
import type { Client, Reader } from 'pcsc-mini'
import { loadPcsc, type Pcsc } from './binding.ts'
import { ReaderConnection, stopQuietly } from './connection.ts'

/** A true reader as the system sees it. */
export interface PcscReader {
  name: string
  /** Whether a card is in it. */
  present: boolean
  /** A card is in it that gave no answer to reset. */
  mute: boolean
  /** Answer to reset; not known before the card has been read once (what pcsc-mini 0.1.3 says of it with a change is not the ATR). */
  atr: Uint8Array | undefined
  /** Goes up whenever a card comes or goes. */
  insertion: number
}

export interface WaitOptions {
  /** Part of the reader's name, in any case. */
  reader?: string | undefined
  timeoutMs: number
  signal?: AbortSignal | undefined
}

interface PcscReadersEvents {
  inserted: [PcscReader]
  removed: [PcscReader]
  /** Whatever else changed: readers plugged in or out, the daemon gone or back. */
  changed: []
}

const readyWithinMs = 1_000
const firstBackoffMs = 50
const longestBackoffMs = 1_000
const shortestAtr = 2

/** The readers of this machine, with what is in them. It outlives the PC/SC daemon: while that is away there are no readers. */
export class PcscReaders extends EventEmitter<PcscReadersEvents> {
  readonly pcsc: Pcsc
  readonly #filter: string
  readonly #readers = new Map<string, PcscReader>()
  readonly #connections = new Map<string, ReaderConnection>()
  #client: Client | undefined
  #retry: NodeJS.Timeout | undefined
  #backoffMs = firstBackoffMs
  #closed = false
  #insertions = 0
  #problem: string | undefined

  private constructor(pcsc: Pcsc, filter: string) {
    super()
    this.setMaxListeners(0)
    this.pcsc = pcsc
    this.#filter = filter
  }

  /**
   * Starts to watch, and waits until the readers are known or a second is over. `reader` is a part of the names of those that count.
   *
   * @throws PcscMissing where the machine has no PC/SC at all; a daemon that does not run is waited for, and told by `problem`
   */
  static async open({ reader = '', pcsc }: { reader?: string; pcsc?: Pcsc } = {}): Promise<PcscReaders> {
    const readers = new PcscReaders(pcsc ?? (await loadPcsc()), reader)
    readers.#start()
    await readers.#settled()
    return readers
  }

  /** Why there are no readers, where it is not that none is plugged in. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** The readers that are plugged in, in the order of the system. */
  list(): PcscReader[] {
    return [...this.#readers.values()].map((reader) => ({ ...reader }))
  }

  /** The first reader of which this is part of the name, rather one with a card in it. */
  find(filter = ''): PcscReader | undefined {
    const matching = this.list().filter(({ name }) => isPart(filter, name))
    return matching.find(({ present }) => present) ?? matching[0]
  }

  /** The reader of exactly this name. */
  named(name: string): PcscReader | undefined {
    const reader = this.#readers.get(name)
    return reader && { ...reader }
  }

  /** The reader with a card in it, as soon as there is one; undefined after the time limit, or where the signal came. */
  async waitForCard({ reader, timeoutMs, signal }: WaitOptions): Promise<PcscReader | undefined> {
    return this.#until(
      () => {
        const found = this.find(reader)
        return found?.present ? found : undefined
      },
      { timeoutMs, signal },
    )
  }

  /** Whether the card of an insertion has left its reader, or does so within the time limit. */
  async hasLeft({ name, insertion }: Pick<PcscReader, 'name' | 'insertion'>, timeoutMs: number): Promise<boolean> {
    const left = () => this.#readers.get(name)?.insertion !== insertion || undefined
    return (await this.#until(left, { timeoutMs })) ?? false
  }

  /** What reads the cards of a reader; one for each, with a context of its own, so that one reader never waits for another. */
  connection(name: string): ReaderConnection {
    const known = this.#connections.get(name)
    if (known) return known
    const connection = new ReaderConnection(this.pcsc, name)
    this.#connections.set(name, connection)
    return connection
  }

  /** Keeps the answer to reset of a card that has been connected to. */
  learnAtr({ name, insertion }: Pick<PcscReader, 'name' | 'insertion'>, atr: Uint8Array): void {
    const reader = this.#readers.get(name)
    if (reader?.insertion === insertion) reader.atr = atr
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#retry)
    stopQuietly(this.#client)
    this.#client = undefined
    for (const connection of this.#connections.values()) connection.close()
    this.#connections.clear()
    this.#readers.clear()
    this.emit('changed')
  }

  #start(): void {
    // A client that lost its daemon can neither be stopped nor started again.
    const client = new this.pcsc.Client()
    this.#client = client
    client.on('reader', (reader) => this.#watch(client, reader))
    client.on('error', (error) => this.#lost(client, error))
    try {
      client.start()
    } catch (error) {
      this.#lost(client, error)
    }
  }

  #watch(client: Client, reader: Reader): void {
    const name = reader.name()
    if (!isPart(this.#filter, name)) return
    let events = -1
    reader.on('change', (status, atr) => {
      if (this.#client !== client) return
      this.#problem = undefined
      this.#backoffMs = firstBackoffMs
      const before = this.#readers.get(name)
      const { PRESENT, MUTE } = this.pcsc.ReaderStatus
      const present = status.has(PRESENT)
      // The system counts insertions and removals in the upper half: a card may have been changed between two looks.
      const count = status.raw >>> 16
      const changed = before?.present !== present || count !== events
      events = count
      const mute = present && (status.has(MUTE) || atr.length < shortestAtr)
      const now: PcscReader = changed ? { name, present, mute, atr: undefined, insertion: ++this.#insertions } : { ...before!, mute }
      this.#readers.set(name, now)
      if (changed && before?.present) this.emit('removed', { ...now, present: false })
      if (changed && present) this.emit('inserted', { ...now })
      this.emit('changed')
    })
    reader.on('disconnect', () => {
      if (this.#client === client) this.#forget(name)
    })
  }

  #forget(name: string): void {
    const reader = this.#readers.get(name)
    this.#readers.delete(name)
    this.#connections.get(name)?.close()
    this.#connections.delete(name)
    if (reader?.present) this.emit('removed', { ...reader, present: false })
    this.emit('changed')
  }

  #lost(client: Client, error: unknown): void {
    if (this.#client !== client) return
    this.#client = undefined
    // Not from within its own event.
    setImmediate(() => stopQuietly(client))
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    this.#problem = `The PC/SC daemon is not running${why}; on Linux it is pcscd.`
    for (const name of [...this.#readers.keys()]) this.#forget(name)
    this.emit('changed')
    if (this.#closed) return
    this.#retry = setTimeout(() => this.#start(), this.#backoffMs)
    this.#backoffMs = Math.min(2 * this.#backoffMs, longestBackoffMs)
  }

  /** The states of all readers come together. */
  async #settled(): Promise<void> {
    await this.#until(() => this.#readers.size > 0 || this.#problem !== undefined || undefined, { timeoutMs: readyWithinMs })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }

  async #until<Value>(
    condition: () => Value | undefined,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
  ): Promise<Value | undefined> {
    const limit = AbortSignal.timeout(timeoutMs)
    const ended = signal ? AbortSignal.any([limit, signal]) : limit
    while (true) {
      const value = condition()
      if (value !== undefined) return value
      if (this.#closed || ended.aborted) return undefined
      await once(this, 'changed', { signal: ended }).catch(() => {})
    }
  }
}

const isPart = (filter: string, name: string) => name.toLowerCase().includes(filter.toLowerCase())
