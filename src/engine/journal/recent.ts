import type { Exchange } from '../gateway/exchange.ts'
import { headOf, Slab, sizeOf, usualSlab } from './slab.ts'

export const mostKept = 10_000
/** All that a workspace's exchanges take in memory: heads, bodies and findings. */
export const mostBytesKept = 32 * 1024 * 1024

/** The last exchanges of a workspace, within a bound of number and bytes: the oldest slab goes when a new one is needed. */
export class Recent {
  readonly #slabs: Slab[] = []
  /** Of the usual size, let go and used again. */
  #spare: Buffer | undefined
  #bytes = 0
  #nextId: number

  constructor(firstId = 1) {
    this.#nextId = firstId
  }

  /** The number that the next one gets. */
  get nextId(): number {
    return this.#nextId
  }

  /** The oldest one that is still there; `nextId` where there is none. */
  get oldestId(): number {
    return Math.max(this.#slabs[0]?.firstId ?? this.#nextId, this.#nextId - mostKept)
  }

  /** Keeps an exchange, and gives it its number. */
  add(exchange: Omit<Exchange, 'id'>): number {
    const id = this.#nextId++
    const head = headOf(exchange)
    const entry = exchange as Exchange
    if (this.#slabs.at(-1)?.add(entry, head)) return id
    this.#newSlab(id, sizeOf(exchange, head)).add(entry, head)
    return id
  }

  at(id: number): Exchange | undefined {
    if (id < this.oldestId || id >= this.#nextId) return undefined
    return this.#slabs.findLast(({ firstId }) => firstId <= id)?.at(id)
  }

  clear(firstId = 1): void {
    for (const slab of this.#slabs.splice(0)) this.#letGo(slab)
    this.#nextId = firstId
  }

  #newSlab(firstId: number, wanted: number): Slab {
    const size = Math.max(usualSlab, wanted)
    while (
      this.#slabs.length > 0 &&
      (this.#bytes + size > mostBytesKept || this.#slabs[0]!.firstId + this.#slabs[0]!.count <= firstId - mostKept)
    )
      this.#letGo(this.#slabs.shift()!)
    const bytes = size === usualSlab && this.#spare ? this.#spare : Buffer.allocUnsafeSlow(size)
    this.#spare = undefined
    const slab = new Slab(firstId, bytes)
    this.#slabs.push(slab)
    this.#bytes += size
    return slab
  }

  #letGo(slab: Slab): void {
    this.#bytes -= slab.size
    if (slab.size === usualSlab) this.#spare = slab.bytes
  }
}
