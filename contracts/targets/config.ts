import type { UpstreamName } from '../../src/doors/client/index.ts'
import type { Patient } from '../scenarios/cast.ts'

/** Where `verify` is pointed: docs/verify.md. */
export interface TargetConfig {
  /** Base URL of each upstream. */
  upstreams: Partial<Record<UpstreamName, string>>
  /** Names of the environment variables that hold the credentials; MOPH_USER and so on where not given. */
  credentials?: { user?: string; password?: string; passwordHash?: string; secretKey?: string; hospitalCode?: string }
  /** `read` (default) plays only what changes nothing; `write` plays everything. Production is only ever read. */
  effect?: 'read' | 'write'
  /** Calls a second at most; 5 where not given. */
  callsPerSecond?: number
  /** Longest time for one call; 30 where not given. */
  timeoutSeconds?: number
  /** The facility whose slots are looked at; the account's own where not given. */
  hospitalCode?: string
  /** A test person, never a real patient. */
  patient?: Patient
  /** MOPH Connect ID of a tester, who gets the messages in LINE; never a patient's. */
  connectUser?: string
  /** NHSO: name of the environment variable that holds the facility's token, and a test person. */
  nhso?: { token: string; pid?: string; statusUrl?: string }
}
