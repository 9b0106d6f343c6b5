import type { Credentials, MophClient, UpstreamName } from '../../src/client/index.ts'
import type { Cast } from './cast.ts'
import type { TargetFacts } from './report.ts'
import type { Wire } from './wire.ts'

/** A target that is ready to be played on. */
export interface Stage {
  target: TargetFacts
  cast: Cast
  /** `read`: nothing that writes is sent. */
  effect: 'read' | 'write'
  /** Why nothing that writes is sent. */
  readOnlyReason?: string
  /** Why the operations of an upstream cannot be played here, where they cannot. */
  missing(upstream: UpstreamName): string | undefined
  /** Upstreams of which nobody knows whether they are there: a 404 says nothing. */
  unsure: readonly UpstreamName[]
  moph: MophClient
  wire: Wire
  credentials: Pick<Credentials, 'user' | 'hospitalCode'>
  /** A sandbox tells by which rule it refused the last call. */
  lastRules?(): Promise<string[]>
  /** A login with a wrong password: on a sandbox only, since failures lock a real account. */
  wrongLogin?(): Promise<unknown>
  /** Lets time pass: on a sandbox only. */
  advance?(by: { minutes: number }): Promise<void>
  /** Gives back what was made for the run. */
  close(): Promise<void>
}
