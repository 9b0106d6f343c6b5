import type { Db } from '../store/tables.ts'
import type { Clock } from './clock.ts'
import type { Switches } from './switches.ts'

/** Who calls, as the token says. */
export interface Caller {
  login: string
  hospitalCode: string
  /** `ROLE:LEVEL` codes. */
  scope: readonly string[]
}

/** The world an operation works on: its workspace, seen from within one call. */
export interface World {
  /** The workspace's tables; in a write operation, one transaction. */
  readonly db: Db
  readonly clock: Clock
  readonly switches: Switches
  /** Name of the workspace. */
  readonly workspace: string
  /** How the call came in: which issuer's host, and from which address. */
  readonly via: { issuer: string | undefined; address: string }
  /** Remarks on a call that is answered all the same; the rule is one of the upstream's. */
  report(rule: string, at: { pointer: string; seen?: unknown; hint?: { th: string; en: string } }): void
}
