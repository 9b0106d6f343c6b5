import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EventStream, type HttpReply, TextStream } from '../../upstream/http.ts'

/** How long a client that sends too much is read on, so that it comes to read its answer. */
const drainMs = 2_000

/** Writes a reply, or breaks the connection where a fault says so. */
export function send(reply: HttpReply, request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body, broken } = reply
  if (broken === 'reset') {
    request.socket.resetAndDestroy()
    return
  }
  if (body instanceof EventStream || body instanceof TextStream) {
    stream(reply, body, request, response)
    return
  }
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const withoutBody = status === 204 || status === 304
  response.writeHead(status, withoutBody ? headers : { ...headers, 'content-length': bytes.length })
  if (broken === 'truncated') response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy())
  else if (request.method === 'HEAD' || withoutBody) response.end()
  else if (request.complete) response.end(bytes)
  else drain(bytes, request, response)
}

/** A whole answer to a request that is still coming: the connection stays for a moment, then it is closed. */
function drain(bytes: Uint8Array, request: IncomingMessage, response: ServerResponse): void {
  response.shouldKeepAlive = false
  response.write(bytes)
  const end = () => {
    clearTimeout(late)
    response.end(() => request.socket.destroySoon())
  }
  const late = setTimeout(end, drainMs)
  request.once('end', end)
  request.once('close', () => clearTimeout(late))
  request.resume()
}

/** Written as fast as it is read, and stopped when the reader goes. */
function stream({ status, headers }: HttpReply, body: EventStream | TextStream, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(status, headers)
  const isLive = body instanceof EventStream
  if (request.method === 'HEAD') {
    if (isLive) body.end()
    response.end()
    return
  }
  // One event at a time: who reads slowly must not make them pile up here.
  const parts = Readable.from(isLive ? body.events : body.parts, { highWaterMark: 1 })
  if (isLive) {
    response.flushHeaders()
    response.once('close', () => body.end())
  }
  pipeline(parts, response).catch(() => request.socket.destroy())
}
