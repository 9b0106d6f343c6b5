import type { Clock } from './clock.ts'
import type { DueEvent } from './due-event.ts'
import type { RefusalPlace } from './refusal.ts'
import type { Settings } from './settings.ts'
import type { Db } from './tables.ts'

/** Who calls, as the token says. */
export interface Caller {
  login: string
  hospitalCode: string
  /** `ROLE:LEVEL` codes. */
  scope: readonly string[]
}

/** Zones are worlds of their own at the real services: other data, other accounts. */
export type Zone = 'production' | 'test'

/** What this process has of the machine, the same for every workspace; whoever brings something declares it here. */
// biome-ignore lint/suspicious/noEmptyInterface: filled in where the devices are
export interface Devices {}

/** The world an operation works on: its workspace, seen from within one call. */
export interface World {
  /** The workspace's tables; in a write operation, one transaction. */
  readonly db: Db
  readonly clock: Clock
  readonly settings: Readonly<Settings>
  /** Name of the workspace. */
  readonly workspace: string
  readonly devices: Devices
  /** How the call came in: which issuer's host, which zone's, and from which address. */
  readonly via: { issuer: string | undefined; zone: Zone | undefined; address: string }
  /** One transaction, for an operation that looks after its transactions itself; within one already, the same. */
  write<Result>(work: (world: World) => Promise<Result>): Promise<Result>
  /** Lets something happen when the clock passes an instant; kept together with what else the operation changes. */
  later(event: DueEvent): Promise<void>
  /** Changes a setting together with what else the operation changes; the new value. */
  changeSetting<Name extends keyof Settings>(name: Name, change: (before: Settings[Name]) => Settings[Name]): Promise<Settings[Name]>
  /** Remarks on a call that is answered all the same; the rule is one of the upstream's. */
  report(rule: string, at: RefusalPlace): void
}
