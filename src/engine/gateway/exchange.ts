import type { Finding } from '../../upstream/finding.ts'
import type { HttpCall, HttpReply } from '../../upstream/http.ts'
import type { Operation } from '../../upstream/operation.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'

/** One call with its reply and findings, as the journal keeps it. Redacted when it is kept, worded when it is read. */
export interface Exchange {
  id: number
  /** ISO 8601, by the clock of the workspace. */
  time: string
  operation: Operation | undefined
  /** The one that was meant, as far as the host says so. */
  upstream: AnyUpstream | undefined
  method: string
  /** The real URL, without the sandbox's address. */
  url: string
  request: { headers: HttpCall['headers']; body: Uint8Array | undefined }
  reply: HttpReply
  findings: readonly Finding[]
  fault: string | undefined
  durationMs: number
}
