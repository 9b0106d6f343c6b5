import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { hour, tokenUntil } from './moph.ts'
import { portOf } from './server.ts'

/** What a server without HTTP of its own saw of the calls that are not logins. */
export interface Seen {
  baseUrl: string
  /** The request lines, in order, each with the number of its connection. */
  calls: { line: string; connection: number }[]
}

/**
 * A raw TCP server that answers logins, and answers the other requests as `act` does, which gets the socket and the number of the
 * request from 1. It counts what arrives byte by byte, whatever an HTTP library would make of it.
 */
export async function startBreakingServer(act: (socket: Socket, call: number) => void): Promise<Seen> {
  const calls: Seen['calls'] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    const connection = ++connections
    sockets.add(socket)
    let buffered = ''
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      buffered += chunk.toString('latin1')
      for (let request = takeRequest(); request; request = takeRequest()) {
        if (request.includes('/token?')) socket.write(ok(tokenUntil(Date.now() + hour)))
        else act(socket, calls.push({ line: request, connection }))
      }
    })
    function takeRequest(): string | undefined {
      const head = buffered.indexOf('\r\n\r\n')
      if (head < 0) return undefined
      const end = head + 4 + Number(/content-length: *(\d+)/i.exec(buffered.slice(0, head))?.[1] ?? 0)
      if (buffered.length < end) return undefined
      const line = buffered.slice(0, buffered.indexOf('\r\n'))
      buffered = buffered.slice(end)
      return line
    }
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { baseUrl: `http://127.0.0.1:${await portOf(server)}`, calls }
}

/** A reply of success that keeps the connection open. */
export function ok(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: keep-alive\r\n\r\n${body}`
}
