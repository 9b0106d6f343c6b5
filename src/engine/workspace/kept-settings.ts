import { sql } from 'kysely'
import { prepared } from '../../upstream/prepared.ts'
import type { Settings } from '../../upstream/settings.ts'
import { type Db, layoutVersion } from '../../upstream/tables.ts'
import { StoreProblem } from '../store/store.ts'

/** All settings of a workspace. */
export async function readSettings(db: Db, workspace: string): Promise<Settings> {
  return settingsIn(await db.selectFrom('settings').select(['name', 'value']).execute(), workspace)
}

/**
 * What another process may have changed in a shared store. `stamp` is another whenever a setting was changed since: PostgreSQL
 * itself writes on each row which transaction made it (`xmin`). `firstDue` is when the first event comes due, if any does.
 */
export async function lookAround(db: Db): Promise<{ stamp: string; firstDue: number }> {
  const [look] = await stampAndFirstDue(db, {})
  return { stamp: look!.stamp ?? '', firstDue: look!.firstDue ?? Number.POSITIVE_INFINITY }
}

/** The same moment's settings and stamp. */
export async function readStamped(db: Db, workspace: string): Promise<{ settings: Settings; stamp: string }> {
  const rows = await stampedSettings(db, {})
  return { settings: settingsIn(rows, workspace), stamp: rows.map(({ stamp }) => stamp).join(' ') }
}

const stampAndFirstDue = prepared(
  (db) =>
    db
      .selectFrom('settings')
      .select(sql<string | null>`string_agg(xmin::text, ' ' order by name)`.as('stamp'))
      .select(({ selectFrom }) =>
        selectFrom('due_events').select('at').where('failed', 'is', null).orderBy('at').orderBy('id').limit(1).as('firstDue'),
      ),
  { together: true },
)

const stampedSettings = prepared(
  (db) => db.selectFrom('settings').select(['name', 'value']).select(sql<string>`xmin::text`.as('stamp')).orderBy('name'),
  { together: true },
)

function settingsIn(rows: readonly { name: string; value: string }[], workspace: string): Settings {
  const settings = Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)]))
  if (settings.layout !== layoutVersion) {
    throw new StoreProblem(
      `Workspace ${workspace} was made by another version of moph-sandbox (layout ${settings.layout}, this one reads ${layoutVersion}). Use that version, or a new data folder.`,
    )
  }
  return settings as unknown as Settings
}
