import { localTime } from '../../src/upstream/clock.ts'
import { nextId } from '../../src/upstream/ids.ts'
import { insertRows } from '../../src/upstream/insert-rows.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import { Refusal, type RefusalPlace } from '../../src/upstream/refusal.ts'
import { uuidOf } from '../../src/upstream/uuid.ts'
import type { World, Zone } from '../../src/upstream/world.ts'
import type { CorrelationRow } from './tables.ts'

/** Assumed: nobody says how long a correlationId lives. */
const lifetimeMs = 10 * 60_000

/** Opens a correlationId for one confirm of this person. */
export async function openCorrelation({ db, clock }: World, zone: Zone, pid: string): Promise<string> {
  const id = uuidOf(`nhso-authen correlation ${zone} ${await nextId(db, `nhso_correlation_${zone}`)}`)
  const times = { checked_at: clock.local(), expires_at: localTime(clock.now() + lifetimeMs) }
  await insertRows(db, 'nhso_correlations', [{ id, zone, pid, ...times, state: 'open', drafted: 0 }])
  return id
}

/** The correlation that a draft or confirm names, if it may still be used by this person. */
export async function usableCorrelation(
  { db, clock }: World,
  zone: Zone,
  { pid, correlationId, at }: { pid: string; correlationId: string; at: RefusalPlace },
): Promise<CorrelationRow> {
  const row = await db
    .selectFrom('nhso_correlations')
    .selectAll()
    .where('id', '=', correlationId.toLowerCase())
    .where('zone', '=', zone)
    .executeTakeFirst()
  if (!row) throw new Refusal('correlation-unknown', at)
  if (row.pid !== pid) throw new Refusal('correlation-of-another-pid', at)
  if (row.state === 'used') throw new Refusal('correlation-used', at)
  if (row.state === 'ended' || row.expires_at <= clock.local()) throw new Refusal('correlation-expired', at)
  return row
}

/** A saved draft keeps it confirmable until midnight. */
export async function keepForDraft({ db, clock }: World, id: string): Promise<void> {
  await db
    .updateTable('nhso_correlations')
    .set({ drafted: 1, expires_at: `${clock.today(1)}T00:00:00` })
    .where('id', '=', id)
    .execute()
}

/** Of two calls that come at once, one gets it. */
export async function useUp({ db }: World, id: string, at: RefusalPlace): Promise<void> {
  const used = await db
    .updateTable('nhso_correlations')
    .set({ state: 'used' })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst()
  if (!used) throw new Refusal('correlation-used', at)
}

/** Ends what no draft was saved with. */
export async function endOpenCorrelations({ db }: World, zone: Zone, pid: string): Promise<void> {
  await endOpen(db, { zone, pid })
}

const endOpen = prepared((db, { zone, pid }: { zone: Zone; pid: string }) =>
  db
    .updateTable('nhso_correlations')
    .set({ state: 'ended' })
    .where('zone', '=', zone)
    .where('pid', '=', pid)
    .where('state', '=', 'open')
    .where('drafted', '=', 0),
)
