import type { Finding } from '../../upstream/finding.ts'
import { concealed } from '../../upstream/secret.ts'
import type { Exchange } from '../gateway/exchange.ts'
import { hidesOf, redactedBody, redactedHeaders, redactedReply, redactedUrl } from './redact.ts'

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
  const { operation, request, reply, fault } = exchange
  const hides = hidesOf(operation, exchange.upstream)
  const requestBody = redactedBody(hides, operation, request.body)
  const replyBody = typeof reply.body === 'string' ? redactedReply(operation, reply.status, reply.body) : ''
  return {
    id: exchange.id,
    time: exchange.time,
    upstream: exchange.upstream?.name ?? null,
    operation: operation?.id ?? null,
    method: exchange.method,
    url: redactedUrl(hides, exchange.url),
    request: { headers: redactedHeaders(request.headers), ...(requestBody === undefined ? {} : { body: requestBody }) },
    reply: {
      status: reply.status,
      headers: reply.headers,
      ...(replyBody === '' ? {} : { body: replyBody }),
      ...(reply.broken ? { broken: reply.broken } : {}),
    },
    findings: exchange.findings.map(redacted).sort((one, other) => rank[one.severity] - rank[other.severity]),
    ...(fault ? { fault } : {}),
    duration_ms: Math.round(exchange.durationMs * 1000) / 1000,
  }
}

/** Pointer and text may name what the caller made up. */
function redacted(finding: Finding): Finding {
  const { pointer, text } = finding
  return { ...finding, pointer: concealed(pointer), text: { th: concealed(text.th), en: concealed(text.en) } }
}
