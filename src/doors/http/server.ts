import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Sandbox } from '../../engine/sandbox.ts'
import { EventStream, type HttpCall, type HttpReply, largestBody, longestUrl, TextStream } from '../../upstream/http.ts'

/** What a call that is under way is given to end when the sandbox stops. */
const graceMs = 300

export interface Listening {
  url: string
  close(): Promise<void>
}

/** The sockets in front of a sandbox: reads requests, writes replies, breaks connections where a fault says so. */
export async function listen(
  sandbox: Sandbox,
  { host, port, realHost }: { host: string; port: number; realHost?: string },
): Promise<Listening> {
  const answer = (request: FastifyRequest, reply: FastifyReply, read: Pick<HttpCall, 'tooLarge'> & { body?: Buffer | undefined } = {}) =>
    respond(sandbox, request, reply, { body: undefined, ...read, ...(realHost === undefined ? {} : { realHost }) })
  const server = Fastify({
    bodyLimit: largestBody,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    // Not for Fastify to refuse: every request enters at `route`, so that it gets its upstream's reply and a finding.
    frameworkErrors: (_error, request, reply) => answer(request, reply),
    routerOptions: { maxParamLength: longestUrl },
  })
  server.setNotFoundHandler((request, reply) => answer(request, reply))
  server.addHook('onRequest', (request, _reply, done) => {
    setTypeAside(request)
    done()
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.all('/*', (request, reply) => answer(request, reply, { body: request.body as Buffer | undefined }))
  server.setErrorHandler((error: { code?: string; statusCode?: number }, request, reply) => {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return answer(request, reply, { tooLarge: true })
    if (error.code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE') return answer(request, reply)
    return reply.code(error.statusCode ?? 400).send()
  })
  await server.listen({ host, port })
  const address = server.server.address() as AddressInfo
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    close: () => close(server),
  }
}

/** Calls under way are answered; what goes on for longer (an event stream, a delayed answer) is cut off. */
async function close(server: FastifyInstance): Promise<void> {
  const cutOff = setTimeout(() => server.server.closeAllConnections(), graceMs)
  await server.close()
  clearTimeout(cutOff)
}

const mediaType = /^[\w.+-]+\/[\w.+-]+\s*(?:;|$)/
const typesSetAside = new WeakMap<IncomingMessage, string>()

/** Fastify answers 415 to a content type that is none (`json`, ` `), before anyone sees the call; the gateway reads it, and reports. */
function setTypeAside({ raw }: FastifyRequest): void {
  const type = raw.headers['content-type']
  if (type === undefined || mediaType.test(type)) return
  typesSetAside.set(raw, type)
  raw.headers['content-type'] = 'application/octet-stream'
}

function headersOf({ raw }: FastifyRequest): HttpCall['headers'] {
  const type = typesSetAside.get(raw)
  return (type === undefined ? raw.headers : { ...raw.headers, 'content-type': type }) as HttpCall['headers']
}

async function respond(
  sandbox: Sandbox,
  request: FastifyRequest,
  reply: FastifyReply,
  read: Pick<HttpCall, 'body' | 'tooLarge' | 'realHost'>,
): Promise<FastifyReply> {
  const call: HttpCall = {
    method: request.method,
    url: request.url,
    headers: headersOf(request),
    address: request.socket.remoteAddress ?? '',
    ...read,
  }
  return send(await sandbox.handle(call), request, reply)
}

function send(answer: HttpReply, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (answer.broken) return breakConnection(answer, request, reply)
  reply.code(answer.status).headers(answer.headers)
  if (answer.body instanceof TextStream) return reply.send(Readable.from(answer.body.parts))
  if (!(answer.body instanceof EventStream)) return reply.send(answer.body)
  const { events, end } = answer.body
  // One event at a time: who reads slowly must not make them pile up here.
  const stream = Readable.from(events, { highWaterMark: 1 })
  request.socket.once('close', () => {
    end()
    stream.destroy()
  })
  return reply.send(stream)
}

/** A reset sends RST; a truncated reply promises the whole length and stops half way. */
function breakConnection(answer: HttpReply, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  if (answer.broken === 'reset') {
    request.socket.resetAndDestroy()
    return reply
  }
  const body = answer.body instanceof Uint8Array ? Buffer.from(answer.body) : Buffer.from(String(answer.body))
  reply.raw.writeHead(answer.status, { ...answer.headers, 'content-length': body.length })
  reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => request.socket.destroy())
  return reply
}
