import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Sandbox } from '../sandbox.ts'
import { EventStream, type HttpCall, type HttpReply } from './http.ts'

const largestBody = 1024 * 1024

/** The sockets in front of a sandbox: reads requests, writes replies, breaks connections where a fault says so. */
export async function listen(
  sandbox: Sandbox,
  { host, port }: { host: string; port: number },
): Promise<{ url: string; close(): Promise<void> }> {
  const server = Fastify({
    bodyLimit: largestBody,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 500 },
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.all('/*', (request, reply) => respond(sandbox, request, reply, request.body as Buffer | undefined))
  server.setErrorHandler((error: { code?: string; statusCode?: number }, request, reply) =>
    error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
      ? respond(sandbox, request, reply, undefined, true)
      : reply.code(error.statusCode ?? 400).send(),
  )
  await server.listen({ host, port })
  const address = server.server.address() as AddressInfo
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    close: () => close(server),
  }
}

async function close(server: FastifyInstance): Promise<void> {
  await server.close()
}

async function respond(
  sandbox: Sandbox,
  request: FastifyRequest,
  reply: FastifyReply,
  body: Buffer | undefined,
  tooLarge = false,
): Promise<FastifyReply> {
  const call: HttpCall = {
    method: request.method,
    url: request.url,
    headers: request.headers as HttpCall['headers'],
    body,
    address: request.socket.remoteAddress ?? '',
    tooLarge,
  }
  return send(await sandbox.handle(call), request, reply)
}

function send(answer: HttpReply, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (answer.broken) return breakConnection(answer, request, reply)
  reply.code(answer.status).headers(answer.headers)
  if (!(answer.body instanceof EventStream)) return reply.send(answer.body)
  const events = Readable.from(answer.body.events)
  request.socket.once('close', () => events.destroy())
  return reply.send(events)
}

/** A reset sends RST; a truncated reply promises the whole length and stops half way. */
function breakConnection(answer: HttpReply, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  if (answer.broken === 'reset') {
    request.socket.resetAndDestroy()
    return reply
  }
  const body = Buffer.from(String(answer.body))
  reply.raw.writeHead(answer.status, { ...answer.headers, 'content-length': body.length })
  reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => request.socket.destroy())
  return reply
}
