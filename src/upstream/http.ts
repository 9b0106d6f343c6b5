import type { Text } from './document.ts'

/** Bytes of a request's body that are read; more is refused. */
export const largestBody = 1024 * 1024
/** Bytes of a request's head that are read: four times what Node takes by itself, so that a head full of cookies is told what it is. No part of a URL is longer. */
export const longestHead = 64 * 1024

/** An HTTP request, from a socket, from MSW or from a test. */
export interface HttpCall {
  method: string
  /** Path and query as sent, from `/` on. */
  url: string
  headers: Readonly<Record<string, string | undefined>>
  body: Uint8Array | undefined
  /** Address of the peer. */
  address: string
  /** The real host of the port that it came in by, where that stands for one upstream alone: `localhost:8189`. */
  realHost?: string
  /** The body was longer than the server reads. */
  tooLarge?: boolean
  /** It could not be read as HTTP; the rest is what could be told of it. */
  unreadable?: Unreadable
}

/** Why a request could not be read as HTTP. */
export interface Unreadable {
  rule: string
  status: 400 | 408 | 431
  text: Text
  hint: Text
  /** What the parser calls it. */
  seen: string
}

/** An HTTP reply, or a connection broken on purpose. */
export interface HttpReply {
  status: number
  headers: Record<string, string>
  body: string | Uint8Array | EventStream | TextStream
  /** The connection is reset instead of answering, or after part of the body. */
  broken?: 'reset' | 'truncated'
}

/** A reply that goes on: server-sent events, each ready to be written. */
export class EventStream {
  readonly events: AsyncIterable<string>
  /** Tells the source that nobody reads on; it may be waiting for an event that never comes. */
  readonly end: () => void
  constructor(events: AsyncIterable<string>, end: () => void) {
    this.events = events
    this.end = end
  }
}

/** A reply that is written as it is read, since the whole may be too large for memory: text of a media type, in parts. */
export class TextStream {
  readonly contentType: string
  readonly parts: AsyncIterable<string>
  constructor(contentType: string, parts: AsyncIterable<string>) {
    this.contentType = contentType
    this.parts = parts
  }
}

/** A reply that is a picture, not JSON. */
export class Image {
  readonly contentType: string
  readonly body: string
  constructor(contentType: string, body: string) {
    this.contentType = contentType
    this.body = body
  }
}
