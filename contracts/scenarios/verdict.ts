import {
  ConnectionError,
  MophError,
  NotFoundError,
  RateLimitedError,
  TimeoutError,
  UnexpectedReplyError,
  UpstreamFailedError,
  type UpstreamName,
} from '../../src/doors/client/index.ts'
import type { Verdict } from '../../src/engine/results/verdict.ts'
import { OutOfReach } from '../targets/control-api.ts'
import { Unmet } from './expectations.ts'
import { Skip } from './skip.ts'

export interface Judged {
  verdict: Verdict
  message: string
}

/** What an error says about the target: an outage is not a breach, and a fault of the harness is neither. */
export function judge(thrown: unknown, unsure: readonly UpstreamName[]): Judged {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  if (thrown instanceof Skip) return { verdict: 'skip', message }
  if (thrown instanceof Unmet) return { verdict: 'fail', message }
  if (thrown instanceof OutOfReach) return { verdict: 'unavailable', message }
  if (!(thrown instanceof MophError)) return { verdict: 'error', message: `the harness broke: ${message}` }
  if (isOutage(thrown)) return { verdict: 'unavailable', message: `${message}${hintFor(thrown)}` }
  if (isElsewhere(thrown) && unsure.includes(thrown.upstream)) {
    return { verdict: 'unavailable', message: `the zone may not serve ${thrown.upstream} at all. ${message}` }
  }
  return { verdict: 'fail', message: `expected a reply of success, seen: ${message}` }
}

function isOutage(error: MophError): boolean {
  if (error instanceof UpstreamFailedError) return isOfGateway(error.status)
  if (error instanceof UnexpectedReplyError) return error.status === undefined
  return error instanceof ConnectionError || error instanceof TimeoutError || error instanceof RateLimitedError
}

/** What a server says to a path that it does not have: 404, or some page. */
function isElsewhere(error: MophError): boolean {
  return error instanceof NotFoundError || error instanceof UnexpectedReplyError
}

/** 502 to 504, and 520 to 530, which are Cloudflare's: what stands in front has not reached the upstream. 500 is the upstream's own. */
function isOfGateway(status: number): boolean {
  return (status >= 502 && status <= 504) || (status >= 520 && status <= 530)
}

function hintFor(error: MophError): string {
  if (!(error instanceof ConnectionError) || !/CERT|ISSUER|LEAF_SIGNATURE/.test(error.code ?? '')) return ''
  return ' The certificate is always verified; for a private authority set NODE_EXTRA_CA_CERTS to its PEM file.'
}
