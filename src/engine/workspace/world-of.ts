import type { Clock } from '../../upstream/clock.ts'
import type { Settings } from '../../upstream/settings.ts'
import type { Db } from '../../upstream/tables.ts'
import type { Devices, World } from '../../upstream/world.ts'
import { keepEvent } from './due.ts'

/** What of a workspace its worlds are made of. */
export interface Inside {
  readonly name: string
  readonly db: Db
  readonly clock: Clock
  readonly settings: Settings
  readonly devices: Devices
  readonly agenda: { expect(at: number): void }
  write<Result>(work: (db: Db) => Promise<Result>, how?: 'together' | 'alone'): Promise<Result>
  readSetting<Name extends keyof Settings>(db: Db, name: Name): Promise<Settings[Name]>
  saveSetting<Name extends keyof Settings>(db: Db, name: Name, value: Settings[Name]): Promise<void>
}

/** The workspace as an operation sees it. `db` and `clock` differ from the workspace's own within a transaction, and for what came due earlier. */
export function worldOf(
  workspace: Inside,
  {
    via = { issuer: undefined, zone: undefined, address: '' },
    report = () => {},
    db = workspace.db,
    clock = workspace.clock,
  }: Partial<Pick<World, 'via' | 'report' | 'db' | 'clock'>> = {},
): World {
  return {
    db,
    clock,
    settings: workspace.settings,
    workspace: workspace.name,
    devices: workspace.devices,
    via,
    write(work) {
      if (db !== workspace.db) return work(this)
      return workspace.write((db) => work(worldOf(workspace, { via, report, db, clock })))
    },
    async later(event) {
      await keepEvent(db, event)
      workspace.agenda.expect(event.at)
    },
    async changeSetting(name, change) {
      const value = change(await workspace.readSetting(db, name))
      await workspace.saveSetting(db, name, value)
      return value
    },
    report,
  }
}
