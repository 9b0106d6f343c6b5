import { concealText } from './conceal.ts'
import type { MophError } from './errors/moph-error.ts'
import { ConnectionError, TimeoutError, UnexpectedReplyError } from './errors/unanswered.ts'
import type { Operation } from './operation.ts'

/** What is known about a request that threw. */
export interface Attempt {
  /** What was sent that must not be told. */
  secrets: readonly string[]
  timeoutMs: number
  timedOut: boolean
  /** The reply, where it had begun. */
  response: Response | undefined
}

/** The error for something thrown while a request was under way. */
export function failure(operation: Operation, thrown: unknown, { secrets, timeoutMs, timedOut, response }: Attempt): MophError {
  if (timedOut) return new TimeoutError(operation, timeoutMs)
  const { text, code } = root(thrown)
  if (response && isNamed(thrown, 'SyntaxError')) {
    const type = response.headers.get('content-type') ?? 'no content type'
    return new UnexpectedReplyError(operation, `answered ${response.status} with a body that is not JSON (${type})`, response.status)
  }
  if (response) return new UnexpectedReplyError(operation, `answered ${response.status}, but the body was cut short`, response.status)
  if (code?.startsWith('HPE_')) return new UnexpectedReplyError(operation, `what came back is not HTTP (${code})`, undefined)
  return new ConnectionError(operation, concealText(text, secrets), code)
}

/** The innermost reason, since `fetch` hides it below a "fetch failed". */
function root(thrown: unknown): { text: string; code: string | undefined } {
  if (!(thrown instanceof Error)) return { text: String(thrown), code: undefined }
  if (thrown.cause instanceof Error) return root(thrown.cause)
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined
  return { text: thrown.message || thrown.name, code }
}

function isNamed(thrown: unknown, name: string): boolean {
  return thrown instanceof Error && thrown.name === name
}
