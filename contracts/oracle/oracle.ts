import { documentOf } from './document.ts'
import { startPrism } from './prism.ts'
import { type RelayedReply, startRelay } from './relay.ts'

/** An exchange that Prism has judged. */
export interface Judgement {
  method: string
  /** Path and query, as the client sent them. */
  path: string
  status: number
  /** What Prism has against the request or the reply, in its own words. */
  violation: string | undefined
}

/** Prism, an independent reader of the specs, between a client and a server: the base URL to give to the client, and what it found. */
export interface Oracle {
  url: string
  /** Every exchange, oldest first; what was never called was never judged. */
  readonly judgements: readonly Judgement[]
  /** Changes the replies of the server before Prism sees them, while `during` runs. */
  corrupt(change: (body: string) => string, during: () => Promise<unknown>): Promise<void>
  close(): Promise<void>
}

interface OracleOptions {
  /** Names of files in specs/, without the ending. */
  specs: readonly string[]
  /** Base URL of the server, `http://127.0.0.1:4010/cvp1.moph.go.th`. */
  target: string
}

/**
 * client → relay → Prism → relay → server. The specs tell the operations of one path apart by a `#fragment`, which Prism reads as a part of
 * the path: the first relay makes `/token?Action=X` into `/token%23X?Action=X`, and the second takes it away again.
 *
 * Prism reads schemas, parameters, security, statuses and content types. Our own extensions (`x-rules`, `x-expect`, `x-calendar`) mean nothing
 * to it: a date in the Buddhist year passes.
 */
export async function startOracle({ specs, target }: OracleOptions): Promise<Oracle> {
  const judgements: Judgement[] = []
  const unchanged = (body: string) => body
  let change = unchanged

  const judge = (reply: RelayedReply, method: string, path: string): RelayedReply => {
    judgements.push({ method, path, status: reply.status, violation: violation(reply) })
    return reply
  }

  const back = await startRelay({
    target,
    rewrite: (path) => path.replace(/%23[^?]*/, ''),
    reply: (reply) => ({ ...reply, body: Buffer.from(change(reply.body.toString())) }),
  })
  const prism = await startPrism(await documentOf(specs), back.url)
  const front = await startRelay({ target: prism.url, rewrite: actionIntoPath, reply: judge })
  return {
    url: front.url,
    judgements,
    async corrupt(by, during) {
      change = by
      await during().finally(() => {
        change = unchanged
      })
    },
    async close() {
      await front.close()
      await prism.close()
      await back.close()
    },
  }
}

function actionIntoPath(path: string): string {
  const [pathname = '', search = ''] = path.split('?')
  const action = new URLSearchParams(search).get('Action')
  return action === null ? path : `${pathname}%23${encodeURIComponent(action)}?${search}`
}

/**
 * Prism reports in the header `sl-violations`, or answers itself with problem+json: 422 for a request and 401 for missing credentials, neither
 * of which it sends on, 500 for a reply, 404 for a path that is not in the document.
 */
function violation({ headers, body }: RelayedReply): string | undefined {
  if (String(headers['content-type']).startsWith('application/problem+json')) return body.toString()
  return headers['sl-violations']?.toString()
}
