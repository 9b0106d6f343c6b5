import type { Operation } from '../../upstream/operation.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'
import type { Exchange } from '../gateway/exchange.ts'

/** Most exchanges are a few kilobytes; one that is larger than this gets a slab of its own size. */
export const usualSlab = 1024 * 1024

type Head = [
  time: string,
  method: string,
  url: string,
  headers: Exchange['request']['headers'],
  status: number,
  replyHeaders: Record<string, string>,
  broken: NonNullable<Exchange['reply']['broken']> | null,
  findings: Exchange['findings'],
  fault: string | null,
  durationMs: number,
]

const nothing = new Uint8Array(0)

/**
 * Exchanges as bytes, one after the other, outside the heap: ten thousand of them as objects are looked through by every garbage
 * collection. Unredacted, as they came; they are redacted when they leave (kept.ts).
 */
export class Slab {
  readonly firstId: number
  readonly #bytes: Buffer
  #used = 0
  /** Of each exchange, where its head, its request's body and its reply's body end; -1 where it has no body. */
  readonly #ends: number[] = []
  readonly #operations: (Operation | undefined)[] = []
  readonly #upstreams: (AnyUpstream | undefined)[] = []

  constructor(firstId: number, bytes: Buffer) {
    this.firstId = firstId
    this.#bytes = bytes
  }

  get count(): number {
    return this.#operations.length
  }

  /** What it takes of memory, whether it is full or not. */
  get size(): number {
    return this.#bytes.length
  }

  get bytes(): Buffer {
    return this.#bytes
  }

  /** Adds an exchange behind the others; false where it does not fit. */
  add(exchange: Exchange, head: string): boolean {
    const { request, reply, operation, upstream } = exchange
    const sent = request.body ?? nothing
    const said = bodyOf(reply.body)
    // A character takes three bytes at most.
    if (this.#used + head.length * 3 + sent.length + said.length > this.#bytes.length) return false
    let at = this.#used + this.#bytes.write(head, this.#used)
    this.#ends.push(at)
    this.#bytes.set(sent, at)
    at += sent.length
    this.#ends.push(request.body === undefined ? -1 : at)
    this.#bytes.set(said, at)
    at += said.length
    this.#ends.push(at)
    this.#used = at
    this.#operations.push(operation)
    this.#upstreams.push(upstream)
    return true
  }

  /** An exchange as it came. Its bodies are copies: the slab may be used again. */
  at(id: number): Exchange {
    const index = id - this.firstId
    const head = this.#head(index)
    const [headEnd, sentEnd, end] = this.#ends.slice(index * 3, index * 3 + 3) as [number, number, number]
    const [time, method, url, headers, status, replyHeaders, broken, findings, fault, durationMs] = head
    return {
      id,
      time,
      operation: this.#operations[index],
      upstream: this.#upstreams[index],
      method,
      url,
      request: { headers, body: sentEnd < 0 ? undefined : Uint8Array.prototype.slice.call(this.#bytes, headEnd, sentEnd) },
      reply: {
        status,
        headers: replyHeaders,
        body: this.#bytes.toString('utf8', sentEnd < 0 ? headEnd : sentEnd, end),
        ...(broken ? { broken } : {}),
      },
      findings,
      fault: fault ?? undefined,
      durationMs,
    }
  }

  #head(index: number): Head {
    const start = index === 0 ? 0 : this.#ends[index * 3 - 1]!
    return JSON.parse(this.#bytes.toString('utf8', start, this.#ends[index * 3]!))
  }
}

/** What of an exchange is no body, as JSON. */
export function headOf({ time, method, url, request, reply, findings, fault, durationMs }: Omit<Exchange, 'id'>): string {
  const head: Head = [
    time,
    method,
    url,
    request.headers,
    reply.status,
    reply.headers,
    reply.broken ?? null,
    findings,
    fault ?? null,
    durationMs,
  ]
  return JSON.stringify(head)
}

/** Bytes that an exchange takes in a slab, at most. */
export const sizeOf = ({ request, reply }: Omit<Exchange, 'id'>, head: string): number =>
  head.length * 3 + (request.body?.length ?? 0) + bodyOf(reply.body).length

/** What goes on (a stream) is not kept. */
function bodyOf(body: Exchange['reply']['body']): Uint8Array {
  if (typeof body === 'string') return body === '' ? nothing : Buffer.from(body)
  return body instanceof Uint8Array ? body : nothing
}
