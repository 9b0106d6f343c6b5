import type { KeptExchange } from './kept.ts'
import { realUrl } from './real-url.ts'

/** The journal as HAR 1.2; our findings stand in `_findings`, as the format allows. */
export function toHar(exchanges: readonly KeptExchange[], version: string): { log: Record<string, unknown> } {
  return { log: { version: '1.2', creator: { name: 'moph-sandbox', version }, entries: exchanges.map(entryOf) } }
}

function entryOf(exchange: KeptExchange): Record<string, unknown> {
  const { request, reply } = exchange
  const body = reply.body ?? ''
  return {
    startedDateTime: exchange.time,
    time: exchange.duration_ms,
    request: {
      method: exchange.method,
      url: realUrl(exchange.url),
      httpVersion: 'HTTP/1.1',
      headers: nameValue(request.headers),
      queryString: queryOf(exchange.url),
      cookies: [],
      headersSize: -1,
      bodySize: Buffer.byteLength(request.body ?? ''),
      ...(request.body === undefined ? {} : { postData: { mimeType: request.headers['content-type'] ?? '', text: request.body } }),
    },
    response: {
      status: reply.broken === 'reset' ? 0 : reply.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      headers: nameValue(reply.headers),
      cookies: [],
      content: { size: Buffer.byteLength(body), mimeType: reply.headers['content-type'] ?? '', text: body },
      redirectURL: '',
      headersSize: -1,
      bodySize: Buffer.byteLength(body),
    },
    cache: {},
    timings: { send: 0, wait: exchange.duration_ms, receive: 0 },
    _upstream: exchange.upstream,
    _operation: exchange.operation,
    _findings: exchange.findings,
  }
}

/** Whatever was sent as a URL stands in the journal, also what is none. */
function queryOf(url: string): { name: string; value: string }[] {
  const start = url.indexOf('?')
  return start < 0 ? [] : [...new URLSearchParams(url.slice(start + 1))].map(([name, value]) => ({ name, value }))
}

const nameValue = (headers: Record<string, string>) => Object.entries(headers).map(([name, value]) => ({ name, value }))
