import { redactedExchange } from '../../redaction/exchange/redact.ts'
import type { Finding } from '../../upstream/finding.ts'
import type { Exchange } from '../gateway/exchange.ts'

/** An exchange as it is kept and shown: plain data, secrets gone. */
export interface KeptExchange {
  id: number
  time: string
  upstream: string | null
  operation: string | null
  method: string
  /** Real host and path, without the scheme: `cvp1.moph.go.th/token?Action=…`. */
  url: string
  request: { headers: Record<string, string>; body?: string }
  reply: { status: number; headers: Record<string, string>; body?: string; broken?: string }
  findings: Finding[]
  fault?: string
  duration_ms: number
}

/** What a HIS must mend comes first. */
const rank = { error: 0, warning: 1, info: 2 }

export function kept(exchange: Exchange): KeptExchange {
  const { operation, reply, fault } = exchange
  const shown = redactedExchange({ ...exchange, reply: { ...reply, body: textOf(reply.body) } })
  return {
    id: exchange.id,
    time: exchange.time,
    upstream: exchange.upstream?.name ?? null,
    operation: operation?.id ?? null,
    method: exchange.method,
    url: shown.url,
    request: { headers: shown.request.headers, ...(shown.request.body === undefined ? {} : { body: shown.request.body }) },
    reply: {
      status: reply.status,
      headers: shown.reply.headers,
      ...(shown.reply.body ? { body: shown.reply.body } : {}),
      ...(reply.broken ? { broken: reply.broken } : {}),
    },
    findings: shown.findings.sort((one, other) => rank[one.severity] - rank[other.severity]),
    ...(fault ? { fault } : {}),
    duration_ms: Math.round(exchange.durationMs * 1000) / 1000,
  }
}

/** What goes on (a stream) is not kept. */
function textOf(body: Exchange['reply']['body']): string {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8') : ''
}
