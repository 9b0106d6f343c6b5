import { prepared } from '../../src/upstream/prepared.ts'
import { Refusal, type RefusalPlace } from '../../src/upstream/refusal.ts'
import { isCitizenId } from '../../src/upstream/schema.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { World, Zone } from '../../src/upstream/world.ts'
import type { FacilityRow, RightHolderRow } from './tables.ts'

const thai = '099'

export async function findRightHolder(db: Db, zone: Zone, pid: string): Promise<RightHolderRow | undefined> {
  const [row] = await holdersByPid(db, { zone, pid })
  return row
}

const holdersByPid = prepared((db, { zone, pid }: { zone: string; pid: string }) =>
  db
    .selectFrom('nhso_right_holders')
    .selectAll()
    .where('zone', '=', zone as Zone)
    .where('pid', '=', pid),
)

/** A person of the zone, whatever became of them. Refuses by pid-check-digit and unknown-pid. */
export async function knownPerson({ db }: World, zone: Zone, pid: string, at: RefusalPlace): Promise<RightHolderRow> {
  if (!isCitizenId(pid)) throw new Refusal('pid-check-digit', at)
  const person = await findRightHolder(db, zone, pid)
  if (!person) throw new Refusal('unknown-pid', at)
  return person
}

/** A person who may be served: alive, and Thai. */
export async function rightHolder(world: World, zone: Zone, pid: string, at: RefusalPlace): Promise<RightHolderRow> {
  const person = await knownPerson(world, zone, pid, at)
  if (person.deceased === 1) throw new Refusal('deceased', at)
  if (person.nation !== thai) throw new Refusal('not-thai', at)
  return person
}

export async function facility({ db }: Pick<World, 'db'>, zone: Zone, hcode: string, at: RefusalPlace): Promise<FacilityRow> {
  const [row] = await facilitiesByCode(db, { zone, hcode })
  if (!row) throw new Refusal('unknown-hcode', at)
  return row
}

export const facilitiesByCode = prepared((db, { zone, hcode }: { zone: Zone; hcode: string }) =>
  db.selectFrom('nhso_facilities').selectAll().where('zone', '=', zone).where('hcode', '=', hcode),
)
