import type { IncomingMessage } from 'node:http'
import { type HttpCall, largestBody } from '../../upstream/http.ts'

/** The bytes of a request's body, as far as they are read; `left` where the client went away in the middle. */
export function readBody(request: IncomingMessage): Promise<Pick<HttpCall, 'body' | 'tooLarge'> | 'left'> {
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) {
    request.resume()
    return Promise.resolve({ body: undefined })
  }
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let length = 0
    request.on('data', (part: Buffer) => {
      length += part.length
      if (length > largestBody) {
        parts.length = 0
        // The rest is read and dropped while the answer goes out (send.ts): it would not reach a client that is still writing.
        resolve({ body: undefined, tooLarge: true })
      } else parts.push(part)
    })
    request.on('end', () => resolve({ body: parts.length === 1 ? parts[0] : Buffer.concat(parts) }))
    request.on('close', () => resolve('left'))
    request.on('error', () => resolve('left'))
  })
}
