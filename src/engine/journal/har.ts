import { STATUS_CODES } from 'node:http'
import type { Entry } from './journal.ts'
import type { KeptExchange } from './kept.ts'

interface HarOptions {
  version: string
  /** The address of a call, from real host and path: the sandbox's, or the real one. */
  urlOf(hostAndPath: string): string
}

/**
 * Exchanges as HAR 1.2, entry by entry. Our findings stand in `_findings`, as the format allows; `_error` says that a fault has cut the
 * reply (`truncated`: the text is what was sent of it) or broken the connection (`reset`).
 */
export async function* har(entries: AsyncIterable<Entry>, { version, urlOf }: HarOptions): AsyncIterable<string> {
  let before = `{"log":{"version":"1.2","creator":${JSON.stringify({ name: 'moph-sandbox', version })},"entries":[`
  for await (const entry of entries) {
    yield before + JSON.stringify(entryOf(await entry.kept(), urlOf))
    before = ','
  }
  yield `${before === ',' ? '' : before}]}}`
}

function entryOf(exchange: KeptExchange, urlOf: HarOptions['urlOf']): Record<string, unknown> {
  const { request, reply } = exchange
  const sent = sentOf(reply)
  const status = reply.broken === 'reset' ? 0 : reply.status
  return {
    startedDateTime: exchange.time,
    time: exchange.duration_ms,
    request: {
      method: exchange.method,
      url: urlOf(exchange.url),
      httpVersion: 'HTTP/1.1',
      headers: nameValue(request.headers),
      queryString: queryOf(exchange.url),
      cookies: [],
      headersSize: -1,
      bodySize: Buffer.byteLength(request.body ?? ''),
      ...(request.body === undefined ? {} : { postData: { mimeType: request.headers['content-type'] ?? '', text: request.body } }),
    },
    response: {
      status,
      statusText: STATUS_CODES[status] ?? '',
      httpVersion: 'HTTP/1.1',
      headers: nameValue(reply.headers),
      cookies: [],
      content: { size: Buffer.byteLength(sent), mimeType: reply.headers['content-type'] ?? '', text: sent },
      redirectURL: '',
      headersSize: -1,
      bodySize: Buffer.byteLength(sent),
      ...(reply.broken ? { _error: reply.broken } : {}),
    },
    cache: {},
    timings: { send: 0, wait: exchange.duration_ms, receive: 0 },
    _upstream: exchange.upstream,
    _operation: exchange.operation,
    _findings: exchange.findings,
    ...(exchange.fault ? { _fault: exchange.fault } : {}),
  }
}

/** What went out of a reply: half of its bytes where a fault has cut it, nothing where it was reset. */
function sentOf({ body = '', broken }: KeptExchange['reply']): string {
  if (broken === 'reset') return ''
  return broken === 'truncated'
    ? Buffer.from(body)
        .subarray(0, Math.floor(Buffer.byteLength(body) / 2))
        .toString('utf8')
    : body
}

/** Whatever was sent as a URL stands in the journal, also what is none. */
function queryOf(url: string): { name: string; value: string }[] {
  const start = url.indexOf('?')
  return start < 0 ? [] : [...new URLSearchParams(url.slice(start + 1))].map(([name, value]) => ({ name, value }))
}

const nameValue = (headers: Record<string, string>) => Object.entries(headers).map(([name, value]) => ({ name, value }))
