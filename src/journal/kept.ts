import type { Exchange } from '../gateway/exchange.ts'
import type { Finding } from '../gateway/finding.ts'
import { redactedBody, redactedHeaders, redactedReply, redactedUrl } from './redact.ts'

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

export function kept(exchange: Exchange): KeptExchange {
  const { operation, request, reply, fault } = exchange
  const requestBody = redactedBody(operation, request.body)
  const replyBody = redactedReply(operation, reply.status, reply.body)
  return {
    id: exchange.id,
    time: exchange.time,
    upstream: exchange.upstream ?? null,
    operation: operation?.id ?? null,
    method: exchange.method,
    url: redactedUrl(operation, exchange.url),
    request: { headers: redactedHeaders(request.headers), ...(requestBody === undefined ? {} : { body: requestBody }) },
    reply: {
      status: reply.status,
      headers: reply.headers,
      ...(replyBody === '' ? {} : { body: replyBody }),
      ...(reply.broken ? { broken: reply.broken } : {}),
    },
    findings: [...exchange.findings],
    ...(fault ? { fault } : {}),
    duration_ms: Math.round(exchange.durationMs * 1000) / 1000,
  }
}
