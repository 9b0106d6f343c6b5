/** An HTTP request, from a socket, from MSW or from a test. */
export interface HttpCall {
  method: string
  /** Path and query as sent, from `/` on. */
  url: string
  headers: Readonly<Record<string, string | undefined>>
  body: Uint8Array | undefined
  /** Address of the peer. */
  address: string
  /** The body was longer than the server reads. */
  tooLarge?: boolean
}

/** An HTTP reply, or a connection broken on purpose. */
export interface HttpReply {
  status: number
  headers: Record<string, string>
  body: string | EventStream
  /** The connection is reset instead of answering, or after part of the body. */
  broken?: 'reset' | 'truncated'
}

/** A reply that goes on: server-sent events, each ready to be written. */
export class EventStream {
  readonly events: AsyncIterable<string>
  constructor(events: AsyncIterable<string>) {
    this.events = events
  }
}
