import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** A request as it arrived. */
export interface Received {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

export type Answer = (response: ServerResponse, request: Received) => void

/** A server on a free port that is gone when the test is over, and what it has received. */
export async function startServer(answer: Answer): Promise<{ origin: string; received: Received[] }> {
  const received: Received[] = []
  const server = createServer(async (message, response) => {
    const request = { method: message.method ?? '', url: message.url ?? '', headers: message.headers, body: await text(message) }
    received.push(request)
    answer(response, request)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${await portOf(server)}`, received }
}

export async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** The origin of a port that nobody listens on. */
export async function closedPort(): Promise<string> {
  const server = createTcpServer()
  const port = await portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

export const json =
  (status: number, body: unknown): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

export const plain =
  (status: number, body: string): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body)

/** The answers one after another; the last stays. */
export function inTurn(...answers: [Answer, ...Answer[]]): Answer {
  let next = 0
  return (response, request) => answers[Math.min(next++, answers.length - 1)]?.(response, request)
}
