import { conceal } from './conceal.ts'
import { refusedError } from './errors/refused.ts'
import { UnexpectedReplyError, UpstreamFailedError } from './errors/unanswered.ts'
import { failure } from './failure.ts'
import type { Operation } from './operation.ts'
import type { Settings } from './options.ts'

/** What openapi-fetch returns for a request, as far as it matters here. */
export interface Sent<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/** A reply of success. */
export interface Answer<Data> {
  /** HTTP status, 2xx. */
  status: number
  /** The body as openapi-fetch read it; undefined where it was empty. */
  data: Data | undefined
}

/** What sending needs of the options. */
export type Sending = Pick<Settings, 'fetch' | 'timeoutMs'>

/** How openapi-fetch is to hand over the request that it has built. */
export interface Handover {
  fetch: (request: Request) => Promise<Response>
}

/**
 * Sends one request and waits for the whole reply. Never repeats it.
 *
 * @param secrets what the request carries that must not appear in an error
 * @throws a MophError for everything but a reply of success
 */
export async function call<Data>(
  operation: Operation,
  { fetch, timeoutMs }: Sending,
  secrets: readonly string[],
  send: (handover: Handover) => Promise<Sent<Data>>,
): Promise<Answer<Data>> {
  const signal = AbortSignal.timeout(timeoutMs)
  let handedOver = false
  let begun: Response | undefined

  const handover = async (request: Request): Promise<Response> => {
    const init = await wireForm(request, signal)
    handedOver = true
    begun = await fetch(addressOf(request), init)
    return begun
  }

  const { data, error, response } = await send({ fetch: handover }).catch((thrown: unknown) => {
    if (!handedOver) throw thrown
    throw failure(operation, thrown, { secrets, timeoutMs, timedOut: signal.aborted, response: begun })
  })
  const { status } = response
  if (response.ok) return { status, data }
  const reply = { status, body: conceal(error, secrets) }
  if (status >= 500) throw new UpstreamFailedError(operation, reply)
  if (status >= 400) throw refusedError(operation, reply)
  throw new UnexpectedReplyError(
    operation,
    `answered ${status}, a redirect, which is not followed so that no secret goes elsewhere`,
    status,
  )
}

/** The specs tell the operations of one path apart by a fragment; what is sent is the part before it and the query after it. */
function addressOf(request: Request): string {
  return request.url.replace(/#[^?]*/, '')
}

/** The request as any `fetch` understands it; a Request object would only fit the `fetch` it was made for. */
async function wireForm(request: Request, signal: AbortSignal): Promise<RequestInit> {
  return {
    method: request.method,
    headers: { accept: 'application/json, text/plain', 'user-agent': 'moph-sandbox-client', ...Object.fromEntries(request.headers) },
    body: request.body ? await request.text() : null,
    signal,
    redirect: 'manual',
    cache: 'no-store',
    credentials: 'omit',
  }
}
