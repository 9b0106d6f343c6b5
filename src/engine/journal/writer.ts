import { warn } from '../../terminal/say.ts'
import type { Exchange } from '../gateway/exchange.ts'
import { type KeptExchange, kept } from './kept.ts'
import type { Recent } from './recent.ts'
import { slices } from './slices.ts'

const batchMs = 100
const retryMs = 2_000
/** Of one write: what is redacted and encoded stands in memory twice meanwhile. */
const mostBytesAtOnce = 4 * 1024 * 1024

/** Where exchanges go for good. */
export interface Sink {
  write(exchanges: KeptExchange[]): Promise<void>
}

/**
 * Writes the recent exchanges out behind the calls, every 100 ms. What can't be written is tried again; it waits among the recent ones, so
 * that what does not fit there any more is lost, counted and told.
 */
export class Writer {
  readonly #recent: Recent
  readonly #sink: Sink
  /** The first that is not written yet. */
  #next: number
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  /** What is waiting now came after a clear that is not carried out yet. */
  #clearing = false
  #failed = false
  #lost = 0

  constructor(recent: Recent, sink: Sink) {
    this.#recent = recent
    this.#sink = sink
    this.#next = recent.nextId
  }

  /** Something came. */
  wake(): void {
    this.#timer ??= setTimeout(() => void this.flush(), this.#failed ? retryMs : batchMs).unref()
  }

  /** Writes what is waiting; resolves when it was tried. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = this.#writing.then(() => this.#writeAll())
    return this.#writing
  }

  /** Forgets what is waiting, after what is being written. */
  async restart(then: () => Promise<void>): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#next = this.#recent.nextId
    this.#clearing = true
    this.#writing = this.#writing.then(then).finally(() => {
      this.#clearing = false
    })
    await this.#writing
    if (this.#next < this.#recent.nextId) this.wake()
  }

  async #writeAll(): Promise<void> {
    while (this.#next < this.#recent.nextId && !this.#clearing) {
      this.#countLost()
      const first = this.#next
      const { batch, next } = await this.#batch()
      if (this.#clearing) return
      try {
        await this.#sink.write(batch)
      } catch (error) {
        this.#complain(error as Error)
        return
      }
      // A clear in between has begun anew.
      if (this.#next === first) this.#next = next
      this.#mended()
    }
  }

  async #batch(): Promise<{ batch: KeptExchange[]; next: number }> {
    const batch: KeptExchange[] = []
    const pause = slices()
    let bytes = 0
    let next = this.#next
    for (; next < this.#recent.nextId && bytes < mostBytesAtOnce; next++) {
      const exchange: Exchange | undefined = this.#recent.at(next)
      if (exchange) {
        batch.push(kept(exchange))
        bytes += (exchange.request.body?.length ?? 0) + (exchange.reply.body as string).length + 1000
      }
      await pause()
    }
    return { batch, next }
  }

  #countLost(): void {
    const { oldestId } = this.#recent
    if (this.#next >= oldestId) return
    this.#lost += oldestId - this.#next
    this.#next = oldestId
  }

  /** Once for the same trouble. */
  #complain({ message }: Error): void {
    if (!this.#failed) warn(`moph-sandbox: the journal could not be written, and is tried again: ${message}`)
    this.#failed = true
    this.wake()
  }

  #mended(): void {
    if (this.#failed || this.#lost > 0) {
      const lost = this.#lost > 0 ? `; ${this.#lost} exchanges that came meanwhile are lost` : ''
      warn(`moph-sandbox: the journal is written again${lost}.`)
    }
    this.#failed = false
    this.#lost = 0
  }
}
