import { setTimeout as wait } from 'node:timers/promises'
import type { Client, Card as PcscCard, Reader } from 'pcsc-mini'
import { type Binding, loadPcsc } from './binding.ts'

/** A reader of the machine. */
export interface MachineReader {
  /** As the operating system calls it. */
  readonly name: string
  /** Whether a card is in it, also one that does not answer. */
  readonly present: boolean
  /** Goes up whenever a card comes or goes. */
  readonly insertion: number
}

interface Known extends MachineReader {
  present: boolean
  insertion: number
  /** Cards that came or went, as the system counts them. */
  events: number
  reader: Reader
}

/** How long the first look at the readers may take; where there are none, nothing tells. */
const firstLookMs = 500
/** The daemon tells of all readers in one go. */
const quietMs = 40
const [shortestRetryMs, longestRetryMs] = [100, 1_000]

/**
 * The readers of the machine and the cards in them, as PC/SC tells of them. While the daemon is not there it is tried again, so pcscd may be
 * started or restarted under it.
 */
export class PcscReaders {
  readonly binding: Binding
  readonly #known = new Map<string, Known>()
  readonly #watchers = new Set<() => void>()
  #client: Client | undefined
  #closed = false
  #retry: NodeJS.Timeout | undefined
  #retryMs = shortestRetryMs
  /** Why no reader can be seen: the daemon is not there. */
  problem: string | undefined

  private constructor(binding: Binding) {
    this.binding = binding
  }

  /**
   * Begins to watch; resolves when the readers that are there have been seen.
   *
   * @throws PcscMissing where the machine has no PC/SC, or no binding for it
   */
  static async open(): Promise<PcscReaders> {
    const readers = new PcscReaders(await loadPcsc())
    readers.#watch()
    await readers.#firstLook()
    return readers
  }

  /** In the order in which the system tells of them. */
  list(): MachineReader[] {
    return [...this.#known.values()].map(({ name, present, insertion }) => ({ name, present, insertion }))
  }

  find(name: string): MachineReader | undefined {
    return this.#known.get(name)
  }

  /** The first reader with a card, of those whose name has `filter` in it; undefined where none comes in time. */
  async waitForCard({ filter = '', timeoutMs }: { filter?: string | undefined; timeoutMs: number }): Promise<string | undefined> {
    const found = () => this.list().find(({ name, present }) => present && name.toLowerCase().includes(filter.toLowerCase()))?.name
    return this.#once(found, timeoutMs)
  }

  /** Calls back once when the card that is in a reader now has left it. */
  onceGone(name: string, callback: () => void): void {
    const insertion = this.#known.get(name)?.insertion
    const look = () => {
      if (this.#known.get(name)?.insertion === insertion) return
      this.#watchers.delete(look)
      callback()
    }
    this.#watchers.add(look)
    look()
  }

  /** @throws errors of PC/SC, with their `code` */
  async connect(name: string, { exclusive }: { exclusive: boolean }): Promise<PcscCard> {
    const { CardMode } = this.binding
    const known = this.#known.get(name)
    if (!known) throw Object.assign(new Error(`There is no reader ${name}`), { code: 'UnknownReader' })
    return known.reader.connect(exclusive ? CardMode.EXCLUSIVE : CardMode.SHARED)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry)
    this.#watchers.clear()
    this.#stop()
  }

  #watch(): void {
    const client = new this.binding.Client()
    this.#client = client
    client.on('reader', (reader) => this.#follow(reader))
    client.on('error', (error) => this.#lost(client, error as Error & { code: string }))
    try {
      client.start()
    } catch (error) {
      this.#lost(client, error as Error & { code: string })
    }
  }

  #follow(reader: Reader): void {
    const { ReaderStatus } = this.binding
    const name = String(reader)
    this.problem = undefined
    this.#retryMs = shortestRetryMs
    const known: Known = { name, reader, present: false, events: 0, insertion: (this.#known.get(name)?.insertion ?? 0) + 1 }
    this.#known.set(name, known)
    reader.on('change', (status) => {
      const present = status.has(ReaderStatus.PRESENT)
      // The upper half of the status counts cards that came or went between two looks.
      const events = status.raw >>> 16
      if (present !== known.present || events !== known.events) known.insertion++
      known.present = present
      known.events = events
      this.#tell()
    })
    reader.on('disconnect', () => {
      if (this.#known.get(name) !== known) return
      this.#known.delete(name)
      this.#tell()
    })
  }

  /** The daemon is not there, or not any more; with it go all readers. */
  #lost(client: Client, error: Error & { code: string }): void {
    if (this.#closed || this.#client !== client) return
    this.problem = `the smart card service does not answer (${error.code}); on Linux: sudo systemctl start pcscd, or sudo pcscd`
    this.#stop()
    this.#known.clear()
    this.#tell()
    this.#retry = setTimeout(() => this.#watch(), this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs)
  }

  #stop(): void {
    const client = this.#client
    this.#client = undefined
    try {
      client?.stop()
    } catch {
      // It had stopped by itself.
    }
  }

  #tell(): void {
    for (const look of [...this.#watchers]) look()
  }

  async #firstLook(): Promise<void> {
    await this.#once(() => this.#known.size > 0 || this.problem !== undefined || undefined, firstLookMs)
    await wait(quietMs)
  }

  /** What `found` gives as soon as it gives something. */
  async #once<Found>(found: () => Found | undefined, timeoutMs: number): Promise<Found | undefined> {
    const now = found()
    if (now !== undefined || timeoutMs <= 0) return now
    return new Promise((resolve) => {
      const end = (result: Found | undefined) => {
        clearTimeout(timer)
        this.#watchers.delete(look)
        resolve(result)
      }
      const look = () => {
        const result = found()
        if (result !== undefined) end(result)
      }
      const timer = setTimeout(() => end(undefined), timeoutMs)
      this.#watchers.add(look)
    })
  }
}
