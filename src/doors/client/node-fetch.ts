// Whole modules, not their functions: what a test or a tracer puts in place of `request` (MSW, OpenTelemetry) is then used here too.
import http, { type IncomingMessage } from 'node:http'
import https, { type RequestOptions } from 'node:https'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

/**
 * Sends one request with Node's own HTTP and resolves when the reply begins. Not the global `fetch`, because that repeats a request which
 * is answered 421, even a cancel, and lets NODE_TLS_REJECT_UNAUTHORIZED=0 switch the verification of certificates off. Here nothing is
 * repeated, no redirect is followed, and a certificate is always verified: against the public authorities, and those of NODE_EXTRA_CA_CERTS.
 */
export function nodeFetch(url: string, { method, headers, body, signal }: RequestInit): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  const options: RequestOptions = {
    method: method ?? 'GET',
    headers: Object.fromEntries(new Headers(headers)),
    rejectUnauthorized: true,
    ...(signal && { signal }),
  }
  const request = url.startsWith('https:') ? https.request(url, options) : http.request(url, options)
  request.on('error', reject)
  request.on('response', (message) => {
    try {
      resolve(responseOf(message))
    } catch (error) {
      request.destroy()
      reject(error)
    }
  })
  request.end(body ?? undefined)
  return promise
}

const withoutBody = new Set([204, 205, 304])

function responseOf(message: IncomingMessage): Response {
  const status = message.statusCode ?? 0
  const headers = new Headers()
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  if (withoutBody.has(status) || headers.get('content-length') === '0') {
    message.resume()
    return new Response(null, { status, headers })
  }
  // The two declarations of ReadableStream, Node's and the browser's, describe the same class.
  const body = Readable.toWeb(message) as ReadableStream<Uint8Array> & globalThis.ReadableStream<Uint8Array<ArrayBuffer>>
  return new Response(body, { status, headers })
}
