import type { Fault } from '../gateway/fault.ts'
import type { AnyUpstream, Pace } from '../gateway/upstream.ts'
import type { Journal } from '../journal/journal.ts'
import { type Store, StoreProblem } from '../store/store.ts'
import { type Db, layoutVersion, systemTables, type TableSet } from '../store/tables.ts'
import { Clock } from './clock.ts'
import type { Settings } from './settings.ts'

/** What a workspace is made of: the tables of the upstreams, and the worlds that can be put into them. */
export interface Blueprint {
  upstreams: readonly AnyUpstream[]
  /** Fills a new, empty workspace. */
  seed(db: Db, clock: Clock, world: Settings['world']): Promise<void>
  /** Called once for each new day of the workspace's clock. */
  newDay(db: Db, clock: Clock, world: Settings['world']): Promise<void>
  initialSettings: Settings
  /** Faults that a citizen id or login chooses (docs/magic-data.md). */
  magicFaults: ReadonlyMap<string, Omit<Fault, 'id' | 'hits'>>
}

const mostAttempts = 5
/** SQLSTATE of a deadlock and of a serialization failure. */
const brokenOff = new Set(['40P01', '40001'])

/** An isolated world: its own state, clock, journal, ids and faults. */
export class Workspace {
  readonly name: string
  readonly clock = new Clock()
  readonly journal: Journal
  settings: Settings
  readonly db: Db
  readonly #store: Store
  readonly #blueprint: Blueprint
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
  }

  /** Opens a workspace, making it with the given settings if it is new. */
  static async open(
    name: string,
    store: Store,
    blueprint: Blueprint,
    openJournal: (db: Db) => Promise<Journal>,
    fresh: Partial<Settings> = {},
  ): Promise<Workspace> {
    const db = await store.open(name, async (empty) => {
      for (const tables of allTables(blueprint)) await tables.create(empty)
      await fill(empty, blueprint, { ...blueprint.initialSettings, ...fresh })
    })
    const settings = await readSettings(db, name)
    return new Workspace(name, db, settings, await openJournal(db), store, blueprint)
  }

  magicFault(subject: string): Omit<Fault, 'id' | 'hits'> | undefined {
    return this.#blueprint.magicFaults.get(subject)
  }

  /** Before each call: what another process changed is read again, and a new day is begun. */
  async wake(): Promise<void> {
    if (this.#store.shared) this.adopt(await readSettings(this.db, this.name))
    if (this.clock.dayNumber() !== this.settings.day) await this.beginDay()
  }

  /** One transaction; committed when this resolves. PostgreSQL may break off one of two that wait for each other: it is done again. */
  async write<Result>(work: (db: Db) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.db.transaction().execute(work)
      } catch (error) {
        if (attempt >= mostAttempts || !brokenOff.has((error as { code?: string }).code ?? '')) throw error
      }
    }
  }

  async readSetting<Name extends keyof Settings>(db: Db, name: Name): Promise<Settings[Name]> {
    const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirstOrThrow()
    return JSON.parse(row.value)
  }

  async saveSetting<Name extends keyof Settings>(db: Db, name: Name, value: Settings[Name]): Promise<void> {
    await db
      .updateTable('settings')
      .set({ value: JSON.stringify(value) })
      .where('name', '=', name)
      .execute()
    this.adopt({ ...this.settings, [name]: value })
  }

  adopt(settings: Settings): void {
    this.settings = settings
    this.clock.state = settings.clock
  }

  /** Begins the day that the clock has reached, once, whichever call or process comes first. */
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
    })
    this.settings = { ...this.settings, day: today }
  }

  /** As on the first day. Runs within the caller's transaction. */
  async reset(db: Db, world: Settings['world']): Promise<void> {
    await this.#empty(db)
    await fill(db, this.#blueprint, { ...this.#blueprint.initialSettings, seed: this.settings.seed, world })
    this.adopt(await readSettings(db, this.name))
    this.pace.clear()
    await this.journal.clear()
  }

  /** All tables as data; the journal and the snapshots themselves are not part of it. */
  async dump(db: Db): Promise<string> {
    const tables: Record<string, unknown[]> = {}
    for (const name of this.#tableNames()) tables[name] = await db.selectFrom(name).selectAll().execute()
    return JSON.stringify(tables)
  }

  /** Puts back what `dump` gave. Runs within the caller's transaction. */
  async load(db: Db, dump: string): Promise<void> {
    const tables = JSON.parse(dump) as Record<string, Record<string, unknown>[]>
    await this.#empty(db)
    for (const name of this.#tableNames()) {
      for (const rows of chunks(tables[name] ?? [], 100))
        await db
          .insertInto(name)
          .values(rows as never)
          .execute()
    }
    this.adopt(await readSettings(db, this.name))
  }

  async #empty(db: Db): Promise<void> {
    for (const name of this.#tableNames().reverse()) await db.deleteFrom(name).execute()
  }

  #tableNames() {
    return allTables(this.#blueprint).flatMap((tables) => [...tables.names])
  }
}

function allTables({ upstreams }: Blueprint): TableSet[] {
  return [systemTables, ...new Set(upstreams.flatMap((upstream) => upstream.tables))]
}

async function fill(db: Db, blueprint: Blueprint, settings: Settings): Promise<void> {
  const clock = new Clock(settings.clock)
  const rows = { ...settings, day: clock.dayNumber(), layout: layoutVersion }
  await db
    .insertInto('settings')
    .values(Object.entries(rows).map(([name, value]) => ({ name, value: JSON.stringify(value) })))
    .execute()
  await blueprint.seed(db, clock, settings.world)
}

async function readSettings(db: Db, workspace: string): Promise<Settings> {
  const rows = await db.selectFrom('settings').selectAll().execute()
  const settings = Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)]))
  if (settings.layout !== layoutVersion) {
    throw new StoreProblem(
      `Workspace ${workspace} was made by another version of moph-sandbox (layout ${settings.layout}, this one reads ${layoutVersion}). Use that version, or a new data folder.`,
    )
  }
  return settings as unknown as Settings
}

function* chunks<Item>(items: Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}
