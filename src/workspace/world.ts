import type { RefusalPlace } from '../gateway/refusal.ts'
import type { Db } from '../store/tables.ts'
import type { Clock } from './clock.ts'
import type { Settings } from './settings.ts'
import type { Workspace } from './workspace.ts'

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
  readonly settings: Readonly<Settings>
  /** Name of the workspace. */
  readonly workspace: string
  /** How the call came in: which issuer's host, and from which address. */
  readonly via: { issuer: string | undefined; address: string }
  /** Remarks on a call that is answered all the same; the rule is one of the upstream's. */
  report(rule: string, at: RefusalPlace): void
}

/** The workspace as an operation sees it. */
export function worldOf(
  workspace: Workspace,
  via: World['via'] = { issuer: undefined, address: '' },
  report: World['report'] = () => {},
): World {
  return { db: workspace.db, clock: workspace.clock, settings: workspace.settings, workspace: workspace.name, via, report }
}
