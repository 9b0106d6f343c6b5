import type { Operation, UpstreamName } from '../operation.ts'

/**
 * Whatever goes wrong with a call. Passwords, hashes, keys and tokens never appear in it, not even where the upstream quotes them
 * in its answer. For that reason an error has no `cause`: it is told in the message.
 */
export class MophError extends Error {
  readonly upstream: UpstreamName
  /** The `operationId` of the call that failed; `getMophAccessToken` where the login before it did. */
  readonly operation: string
  /**
   * True where a call that writes may have been carried out all the same: look the booking up (`getAppointment`) before repeating it,
   * or the patient may get two bookings, or lose one.
   */
  readonly outcomeUnknown: boolean

  constructor(operation: Operation, explanation: string, { outcomeUnknown = false } = {}) {
    super(`${operation.upstream} ${operation.name}: ${explanation}${outcomeUnknown ? ` ${advice(operation)}` : ''}`)
    this.name = new.target.name
    this.upstream = operation.upstream
    this.operation = operation.name
    this.outcomeUnknown = outcomeUnknown
  }
}

function advice({ lookUp }: Operation): string {
  return `It may have been carried out: look it up${lookUp ? ` with ${lookUp}` : ''} before repeating it.`
}
