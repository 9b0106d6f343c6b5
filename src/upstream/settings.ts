import type { components } from '../generated/sandbox-control.ts'
import type { ClockState } from './clock.ts'

export type Switches = components['schemas']['Switches']
export type Fault = components['schemas']['Fault']
export type WorldName = components['schemas']['WorldName']

/** What a workspace remembers beside its tables; part of a snapshot. */
export interface Settings {
  clock: ClockState
  switches: Switches
  faults: Fault[]
  /** Seed of the generator that draws probabilities. */
  seed: number
  world: WorldName
  /** Number of the Thai calendar day that the world was last brought up to. */
  day: number
  /** Secret keys of the issuers, for password_hash. */
  secretKeys: { cvp1: string; fdh: string }
  /** `issuer/login` → epoch seconds: tokens issued before then are refused. */
  revokedBefore: Record<string, number>
}
