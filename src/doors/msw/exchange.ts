import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { HttpResponse } from 'msw'
import { EventStream, type HttpCall, type HttpReply, largestBody, TextStream } from '../../upstream/http.ts'

/** A call as the gateway takes it from a socket, made of a request that MSW caught. `url` is where the sandbox has its operation. */
export async function callOf(request: Request, url: string): Promise<HttpCall> {
  const body = new Uint8Array(await request.arrayBuffer())
  const tooLarge = body.length > largestBody
  return {
    method: request.method,
    url,
    headers: headersOf(request),
    body: body.length === 0 || tooLarge ? undefined : body,
    address: '127.0.0.1',
    tooLarge,
  }
}

/** Without Host: it names the real host, which `url` does already. */
function headersOf(request: Request): HttpCall['headers'] {
  const { host: _host, ...headers } = Object.fromEntries(request.headers)
  return headers
}

/** The reply as MSW hands it over. A connection broken on purpose is a network error, before the reply or half way through its body. */
export function responseOf({ status, headers, body, broken }: HttpReply): Response {
  if (broken === 'reset') return HttpResponse.error()
  if (body instanceof EventStream) {
    body.end()
    throw new TypeError('A reply that goes on needs a socket: start the sandbox (startSandbox) to follow it')
  }
  if (body instanceof TextStream)
    return new HttpResponse(Readable.toWeb(Readable.from(encoded(body.parts))) as ReadableStream<Uint8Array>, { status, headers })
  if (broken === 'truncated') {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
    return new HttpResponse(half(bytes), { status, headers: { ...headers, 'content-length': String(bytes.length) } })
  }
  return new HttpResponse(body.length === 0 ? null : (body as string), { status, headers })
}

async function* encoded(parts: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const part of parts) yield encoder.encode(part)
}

/** MSW cuts a connection whose body fails; a moment later, or the first half and the head are lost with it. */
function half(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let sent = false
  return new ReadableStream({
    async pull(controller) {
      if (!sent) {
        sent = true
        return controller.enqueue(bytes.subarray(0, Math.floor(bytes.length / 2)))
      }
      await wait(10)
      controller.error(new TypeError('terminated'))
    },
  })
}
