import type { Credentials, MophClient, UpstreamName } from '../../src/doors/client/index.ts'
import type { TargetFacts } from '../../src/engine/results/report.ts'
import type { Cast } from './cast.ts'
import type { Wire } from './wire.ts'

/** A message in a LINE chat, or one that is still to come. */
export interface LineDelivery {
  delivery_id: number
  kind: string
  state: string
}

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
  /** What lies in the LINE chat of a MOPH Connect user, in the test zone; a sandbox only shows it. */
  lineChat?(user: string): Promise<LineDelivery[]>
  /** Hands at the card reader; a sandbox only has them. */
  cardReader?: { insert(card: string): Promise<void>; remove(): Promise<void> }
  /** Gives back what was made for the run. */
  close(): Promise<void>
}
