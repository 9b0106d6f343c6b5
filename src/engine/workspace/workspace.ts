import { setTimeout as wait } from 'node:timers/promises'
import type { components } from '../../generated/sandbox-control.ts'
import { Clock } from '../../upstream/clock.ts'
import type { ControlPart } from '../../upstream/control-part.ts'
import { insertRows } from '../../upstream/insert-rows.ts'
import { prepared } from '../../upstream/prepared.ts'
import type { Fault, Settings } from '../../upstream/settings.ts'
import { type Db, layoutVersion, systemTables, type TableSet, type Tables } from '../../upstream/tables.ts'
import type { AnyUpstream, Pace } from '../../upstream/upstream.ts'
import type { Devices } from '../../upstream/world.ts'
import type { Journal } from '../journal/journal.ts'
import type { Store } from '../store/store.ts'
import { Agenda } from './agenda.ts'
import { lookAround, readSettings, readStamped } from './kept-settings.ts'

/** What a workspace is made of: the tables of the upstreams, and the worlds that can be put into them. */
export interface Blueprint {
  upstreams: readonly AnyUpstream[]
  /** The upstreams' parts of the control API. */
  controlParts: readonly ControlPart[]
  /** Whom the worlds let log in, for whoever starts the sandbox. */
  demoAccounts(settings: Pick<Settings, 'secretKeys'>): components['schemas']['DemoAccount'][]
  /** Fills a new, empty workspace. */
  seed(db: Db, clock: Clock, world: Settings['world']): Promise<void>
  /** Called once for each new day of the workspace's clock. */
  newDay(db: Db, clock: Clock, world: Settings['world']): Promise<void>
  initialSettings: Settings
  /** Faults that a citizen id or login chooses (docs/magic-data.md). */
  magicFaults: ReadonlyMap<string, Omit<Fault, 'id' | 'hits'>>
  /** Of the machine; none where not given. */
  devices?: Devices
}

const mostAttempts = 10
/** Before the next attempt, times the attempts so far: those that met once must not meet again. */
const pauseMs = 5
/** SQLSTATE of a deadlock and of a serialization failure. */
const brokenOff = new Set(['40P01', '40001'])

export interface Snapshot {
  name: string
  taken_at: string
}

/** An isolated world: its own state, clock, journal, ids and faults. */
export class Workspace {
  readonly name: string
  readonly clock = new Clock()
  readonly journal: Journal
  settings: Settings
  readonly db: Db
  readonly #store: Store
  readonly #blueprint: Blueprint
  /** What is to happen later. */
  readonly agenda: Agenda
  /** Of the settings as they were read last, where the store is shared; undefined once they were changed here. */
  #stamp: string | undefined
  /** Made by this very opening, not by an earlier one or by another process. */
  isNew = false
  /** Being deleted: what its last calls come to is kept nowhere. */
  dropped = false
  /** Calls made lately, for the rules about pace; kept by each process for itself. */
  readonly pace: Pace = new Map()

  constructor(name: string, db: Db, settings: Settings, journal: Journal, store: Store, blueprint: Blueprint) {
    this.name = name
    this.db = db
    this.settings = settings
    this.clock.state = settings.clock
    this.journal = journal
    this.#store = store
    this.#blueprint = blueprint
    this.agenda = new Agenda(this, new Map(blueprint.upstreams.flatMap((upstream) => Object.entries(upstream.due ?? {}))))
  }

  /** Opens a workspace, making it with the given settings if it is new. */
  static async open(
    name: string,
    store: Store,
    blueprint: Blueprint,
    openJournal: (db: Db) => Promise<Journal>,
    fresh: Partial<Settings> = {},
  ): Promise<Workspace> {
    let isNew = false
    const db = await store.open(name, {
      async create(empty) {
        for (const tables of allTables(blueprint)) await tables.create(empty)
      },
      async fill(empty) {
        isNew = true
        await fill(empty, blueprint, { ...blueprint.initialSettings, ...fresh })
      },
    })
    const settings = await readSettings(db, name)
    const workspace = new Workspace(name, db, settings, await openJournal(db), store, blueprint)
    workspace.isNew = isNew
    await workspace.agenda.lookAhead()
    return workspace
  }

  get devices(): Devices {
    return this.#blueprint.devices ?? {}
  }

  magicFault(subject: string): Omit<Fault, 'id' | 'hits'> | undefined {
    return this.#blueprint.magicFaults.get(subject)
  }

  /** Before each call: what another process changed is read again, what came due is carried out, and a new day is begun. */
  async wake(): Promise<void> {
    if (this.#store.shared) await this.#lookAround()
    await this.agenda.catchUp()
    if (this.clock.dayNumber() !== this.settings.day) await this.beginDay()
  }

  /** Settings are read again only where one was changed: what another process has answered is seen, since the look is sent after the call came in. */
  async #lookAround(): Promise<void> {
    const { stamp } = await this.agenda.lookWith(lookAround)
    if (stamp === this.#stamp) return
    const read = await readStamped(this.db, this.name)
    this.adopt(read.settings)
    this.#stamp = read.stamp
  }

  /** One transaction; committed when this resolves. PostgreSQL may break off one of two that wait for each other: it is done again. */
  async write<Result>(work: (db: Db) => Promise<Result>, how: 'together' | 'alone' = 'together'): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      let before = this.settings
      try {
        return await this.db.transaction().execute(async (db) => {
          if (this.#store.shared) await this.#store.enter(db, this.name, how)
          before = this.settings
          return work(db)
        })
      } catch (error) {
        // What was saved is undone, and so is what was adopted from it; a shared store is read again with the next call.
        if (!this.#store.shared) this.adopt(before)
        if (attempt >= mostAttempts || !brokenOff.has((error as { code?: string }).code ?? '')) throw error
        await wait(pauseMs * attempt)
      }
    }
  }

  /** A setting that is about to be changed: until the transaction ends, no other one reads it for that purpose. */
  async readSetting<Name extends keyof Settings>(db: Db, name: Name): Promise<Settings[Name]> {
    const row = await db
      .selectFrom('settings')
      .select('value')
      .where('name', '=', name)
      // SQLite has no such clause and no need of it: its transactions come one after the other.
      .$if(this.#store.shared, (query) => query.forUpdate())
      .executeTakeFirstOrThrow()
    return JSON.parse(row.value)
  }

  async saveSetting<Name extends keyof Settings>(db: Db, name: Name, value: Settings[Name]): Promise<void> {
    await db
      .updateTable('settings')
      .set({ value: JSON.stringify(value) })
      .where('name', '=', name)
      .execute()
    this.adopt({ ...this.settings, [name]: value })
    // Not committed yet: until it is, and if it never is, the next call reads what stands.
    this.#stamp = undefined
  }

  adopt(settings: Settings): void {
    this.settings = settings
    this.clock.state = settings.clock
  }

  /** Begins the day that the clock has reached, once, whichever call or process comes first; between two calls, since schedules move. */
  async beginDay(): Promise<void> {
    const today = this.clock.dayNumber()
    await this.write(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('settings')
        .set({ value: String(today) })
        .where('name', '=', 'day')
        .where('value', '<>', String(today))
        .executeTakeFirst()
      if (numUpdatedRows > 0n) await this.#blueprint.newDay(db, this.clock, this.settings.world)
    }, 'alone')
    this.settings = { ...this.settings, day: today }
  }

  /** As on the first day. */
  async reset(world: Settings['world']): Promise<void> {
    await this.#replaceAll((db) => fill(db, this.#blueprint, { ...this.#blueprint.initialSettings, seed: this.settings.seed, world }))
    this.pace.clear()
    await this.journal.clear()
  }

  /** Keeps all tables as data under a name, between two calls; the journal and the snapshots themselves are not part of it. */
  takeSnapshot(name: string): Promise<Snapshot> {
    return this.write(async (db) => {
      const snapshot = { name, taken_at: this.clock.iso() }
      const row = { ...snapshot, content: await this.#dump(db) }
      await db
        .insertInto('snapshots')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute()
      return snapshot
    }, 'alone')
  }

  async #dump(db: Db): Promise<string> {
    const tables: Record<string, unknown[]> = {}
    for (const name of this.#tableNames()) tables[name] = await db.selectFrom(name).selectAll().execute()
    return JSON.stringify(tables)
  }

  /** Puts back a world as `takeSnapshot` kept it; undefined where none is kept under that name. */
  async restore(name: string): Promise<Snapshot | undefined> {
    const snapshot = await this.db.selectFrom('snapshots').selectAll().where('name', '=', name).executeTakeFirst()
    if (!snapshot) return undefined
    const tables = JSON.parse(snapshot.content) as Record<string, Record<string, unknown>[]>
    await this.#replaceAll((db) => this.#insertAll(db, tables))
    return { name, taken_at: snapshot.taken_at }
  }

  /** Another world in place of this one, between two calls: none sees half of it, and none of the old world writes into the new one. */
  async #replaceAll(fillAnew: (db: Db) => Promise<void>): Promise<void> {
    const settings = await this.write(async (db) => {
      await this.#empty(db)
      await fillAnew(db)
      return readSettings(db, this.name)
    }, 'alone')
    this.adopt(settings)
    await this.agenda.lookAhead()
  }

  async #insertAll(db: Db, tables: Record<string, Record<string, unknown>[]>): Promise<void> {
    for (const name of this.#tableNames()) await insertRows(db, name, (tables[name] ?? []) as never[])
  }

  async #empty(db: Db): Promise<void> {
    for (const name of this.#tableNames().reverse()) await emptied(name)(db, {})
  }

  #tableNames() {
    return allTables(this.#blueprint).flatMap((tables) => [...tables.names])
  }
}

const emptying = new Map<string, ReturnType<typeof emptyTable>>()
const emptyTable = (name: keyof Tables) => prepared((db) => db.deleteFrom(name))

function emptied(name: keyof Tables) {
  const known = emptying.get(name) ?? emptyTable(name)
  emptying.set(name, known)
  return known
}

function allTables({ upstreams }: Blueprint): TableSet[] {
  return [systemTables, ...new Set(upstreams.flatMap((upstream) => upstream.tables))]
}

async function fill(db: Db, blueprint: Blueprint, settings: Settings): Promise<void> {
  const clock = new Clock(settings.clock)
  const rows = { ...settings, day: clock.dayNumber(), layout: layoutVersion }
  await insertRows(
    db,
    'settings',
    Object.entries(rows).map(([name, value]) => ({ name, value: JSON.stringify(value) })),
  )
  await blueprint.seed(db, clock, settings.world)
}
