import type { Operation } from '../operation.ts'
import { MophError } from './moph-error.ts'
import { type FailedReply, saying, shortened } from './reply.ts'

/**
 * The upstream refused the call (any HTTP 4xx that has no class of its own below, such as 400 for data that can't be used).
 * Nothing was done. The form of a refusal is not documented, so both the envelope and plain text are understood.
 */
export class RefusedError extends MophError {
  /** HTTP status. */
  readonly status: number
  /** `MessageCode` of the envelope, where there is one. */
  readonly messageCode: number | undefined
  /** `Message` of the envelope, or the body where it is text; often in Thai and English. */
  readonly upstreamMessage: string
  /** The whole body: parsed where it is JSON, else its text. */
  readonly body: unknown

  constructor(operation: Operation, { status, body }: FailedReply) {
    const { messageCode, upstreamMessage } = saying(body)
    super(operation, `refused with ${status}${upstreamMessage && `: ${shortened(upstreamMessage)}`}`)
    this.status = status
    this.messageCode = messageCode
    this.upstreamMessage = upstreamMessage
    this.body = body
  }
}

/**
 * The login was refused: wrong user, hash or facility, an account that is locked, suspended, not activated or without a role. It is never
 * tried again by this client, since repeated failures lock the account for 15 minutes: correct the credentials and create a new client.
 */
export class LoginRefusedError extends RefusedError {}

/** 401: the token is not accepted, not even a new one (issued by another account centre, or for another zone). */
export class AuthenticationError extends RefusedError {}

/**
 * 403: the account lacks the role (`APPOINTMENT_API`: MOPH Appointment Center manual, 1.4; `MOPH_CLAIM_API`: MOPH Claim and Finance Account
 * Center guide, step 3), or acts for a facility that is not its own, or the address is banned for a while.
 */
export class ForbiddenError extends RefusedError {}

/** 404: what the call names does not exist (schedule, booking, claim), or the base URL is wrong. */
export class NotFoundError extends RefusedError {}

/**
 * 409: the state refuses it: the schedule is full, or the person holds a booking on it already (read the slots again), or the visit has been
 * claimed already.
 */
export class ConflictError extends RefusedError {}

/** 429: too many calls in a second. Wait before the next; MOPH Immunization Center API v1.15 documents 10 a second on the same host. */
export class RateLimitedError extends RefusedError {}

const byStatus: Partial<Record<number, typeof RefusedError>> = {
  401: AuthenticationError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  429: RateLimitedError,
}

/** The error of a reply with a 4xx status. */
export function refusedError(operation: Operation, reply: FailedReply): RefusedError {
  return new (byStatus[reply.status] ?? RefusedError)(operation, reply)
}
