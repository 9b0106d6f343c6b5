import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Sandbox } from '../../engine/sandbox.ts'
import { type HttpCall, largestBody, longestHead } from '../../upstream/http.ts'
import { readBody } from './body.ts'
import { send } from './send.ts'
import { refusedByParser } from './unparsed.ts'

/** What a call that is under way is given to end when the sandbox stops. */
const graceMs = 300

const second = 1000

/** Bounds on every wait for a client: whoever is slower is told so, and holds no connection for ever. */
const patience = {
  /** For the head of a request; a person who types one by hand gets along with it. */
  headersTimeout: 20 * second,
  /** For all of a request, with its body: a megabyte over a slow line of a hospital. */
  requestTimeout: 60 * second,
  /** Between two requests on one connection: longer than the proxies of hospitals keep theirs, so that these close first. */
  keepAliveTimeout: 72 * second,
  /** How often it is looked who is late. */
  connectionsCheckingInterval: 5 * second,
}

export interface Listening {
  url: string
  close(): Promise<void>
}

interface Door {
  sandbox: Sandbox
  /** The real host that the whole port stands for. */
  realHost: string | undefined
}

/** The sockets in front of a sandbox: reads requests, writes replies, breaks connections where a fault says so. */
export async function listen(
  sandbox: Sandbox,
  { host, port, realHost }: { host: string; port: number; realHost?: string },
): Promise<Listening> {
  const door: Door = { sandbox, realHost }
  const server = createServer({ ...patience, maxHeaderSize: longestHead }, (request, response) => void answer(door, request, response))
  server.on('checkContinue', (request, response) => void continued(door, request, response))
  server.on('clientError', (error: Error, socket) => void refuse(door, error, socket as Socket))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    close: () => close(server),
  }
}

/** Calls under way are answered; what goes on for longer (an event stream, a delayed answer) is cut off. */
async function close(server: Server): Promise<void> {
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs)
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  await closed
  clearTimeout(cutOff)
}

async function answer(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const read = await readBody(request)
  // Whoever leaves in the middle of a request waits for no answer, and nothing was carried out.
  if (read === 'left') return
  const reply = await door.sandbox.handle({ ...callOf(request, door), ...read })
  send(reply, request, response)
}

/** Who asks first whether a body is welcome is told before sending it. */
async function continued(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) <= largestBody) {
    response.writeContinue()
    return answer(door, request, response)
  }
  response.setHeader('connection', 'close')
  send(await door.sandbox.handle({ ...callOf(request, door), body: undefined, tooLarge: true }), request, response)
}

const absolute = /^https?:\/\/([^/?#]*)/i

function callOf(request: IncomingMessage, { realHost }: Door): HttpCall {
  // With a proxy set to the sandbox, clients write the whole URL (RFC 9112, 3.2.2), whose host counts then.
  const [whole, host] = absolute.exec(request.url!) ?? []
  const rest = whole === undefined ? request.url! : request.url!.slice(whole.length)
  const headers = request.headers as HttpCall['headers']
  return {
    // The answer to HEAD is that to GET, without its body.
    method: request.method === 'HEAD' ? 'GET' : request.method!,
    url: rest.startsWith('/') ? rest : `/${rest}`,
    headers: host === undefined ? headers : { ...headers, host },
    body: undefined,
    address: request.socket.remoteAddress ?? '',
    ...(realHost === undefined ? {} : { realHost }),
  }
}

/** What the parser can't read gets an answer all the same, in the form of the upstream that was meant as far as that can be told. */
async function refuse({ sandbox, realHost }: Door, error: Error & { code?: string; rawPacket?: Buffer }, socket: Socket): Promise<void> {
  // Broken off by the client, which waits for no answer.
  if (error.code === 'ECONNRESET' || error.code === 'HPE_INVALID_EOF_STATE' || !socket.writable) {
    socket.destroy()
    return
  }
  const call = refusedByParser(error, socket.remoteAddress ?? '')
  const { status, headers, body } = await sandbox.handle({ ...call, ...(realHost === undefined ? {} : { realHost }) })
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body as Uint8Array)
  const lines = Object.entries({ ...headers, 'content-length': String(bytes.length), connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  if (!socket.writable) return
  socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} \r\n${lines.join('\r\n')}\r\n\r\n`), bytes]))
  setTimeout(() => socket.destroy(), second).unref()
}
