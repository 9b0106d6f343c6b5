import type { Operation } from '../operation.ts'
import { MophError } from './moph-error.ts'
import { type FailedReply, saying, shortened } from './reply.ts'

const writes = ({ effect }: Operation) => ({ outcomeUnknown: effect === 'write' })

/** The upstream, or a gateway in front of it, failed (HTTP 5xx). A write may have been carried out. */
export class UpstreamFailedError extends MophError {
  /** HTTP status. */
  readonly status: number
  /** `MessageCode` of the envelope, where there is one. */
  readonly messageCode: number | undefined
  /** `Message` of the envelope, or the body where it is text. */
  readonly upstreamMessage: string
  /** The whole body: parsed where it is JSON, else its text. */
  readonly body: unknown

  constructor(operation: Operation, { status, body }: FailedReply) {
    const { messageCode, upstreamMessage } = saying(body)
    super(
      operation,
      `the upstream failed with ${status}.${upstreamMessage && ` It said: ${shortened(upstreamMessage)}.`}`,
      writes(operation),
    )
    this.status = status
    this.messageCode = messageCode
    this.upstreamMessage = upstreamMessage
    this.body = body
  }
}

/** The whole reply had not arrived within `timeoutMs`. A write may have been carried out, or may still be. */
export class TimeoutError extends MophError {
  constructor(operation: Operation, timeoutMs: number) {
    super(operation, `no complete reply within ${timeoutMs} ms.`, writes(operation))
  }
}

/** No connection, or one that broke before the reply began; also a certificate that can't be verified. A write may have been carried out. */
export class ConnectionError extends MophError {
  /** The system's code, where there is one: `ECONNREFUSED`, `ECONNRESET`, `ENOTFOUND`, `DEPTH_ZERO_SELF_SIGNED_CERT` … */
  readonly code: string | undefined

  constructor(operation: Operation, reason: string, code: string | undefined) {
    super(operation, `the connection failed${code ? ` (${code})` : ''}: ${reason}.`, writes(operation))
    this.code = code
  }
}

/** A reply that can't be used: cut short, not JSON, without the documented `result`, or a redirect. A write may have been carried out. */
export class UnexpectedReplyError extends MophError {
  /** HTTP status, where the reply got that far. */
  readonly status: number | undefined

  constructor(operation: Operation, explanation: string, status: number | undefined) {
    super(operation, `${explanation}.`, writes(operation))
    this.status = status
  }
}

/**
 * The login was answered with success, but not with a token. How the real service refuses a login is not documented, so this too counts as
 * a refusal and is never tried again by this client (see `LoginRefusedError`).
 */
export class NoTokenError extends UnexpectedReplyError {}
