import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { request } from 'undici'

export interface RelayedReply {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

export interface Relay {
  url: string
  close(): Promise<void>
}

interface Way {
  /** Where everything is sent on to; the request's path is put behind it. */
  target: string
  /** The path and query that are sent on. */
  rewrite(path: string): string
  /** What is answered in place of the reply. */
  reply(reply: RelayedReply, method: string, path: string): RelayedReply
}

/** Headers of one connection only; the length is counted anew. */
const ofTheConnection = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'])

/** A server on a free port that sends every request on, its path rewritten, and hands the reply back. */
export async function startRelay({ target, rewrite, reply }: Way): Promise<Relay> {
  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url: path = '/' } = message
    const body = await buffer(message)
    const answered = await request(`${target}${rewrite(path)}`, {
      method: method as 'GET',
      headers: withoutThoseOfTheConnection(message.headers),
      body: body.length === 0 ? null : body,
    })
    const passedOn = reply(
      { status: answered.statusCode, headers: answered.headers, body: Buffer.from(await answered.body.arrayBuffer()) },
      method,
      path,
    )
    response.writeHead(passedOn.status, withoutThoseOfTheConnection(passedOn.headers)).end(passedOn.body)
  }
  const server = createServer((message, response) => answer(message, response).catch((error: Error) => response.destroy(error)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function withoutThoseOfTheConnection(headers: RelayedReply['headers']): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !ofTheConnection.has(name.toLowerCase()))
  return Object.fromEntries(kept) as Record<string, string | string[]>
}
