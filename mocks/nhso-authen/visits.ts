import { nextId } from '../../src/upstream/ids.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import { Refusal, type RefusalPlace } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { World, Zone } from '../../src/upstream/world.ts'
import type { Channel } from './channels.ts'
import { claimTypesFor } from './claimTypes.ts'
import { facility, rightHolder } from './right-holders.ts'
import type { RightHolderRow, VisitRow } from './tables.ts'

/** Where a visit's values stand in the call that brings it. */
export interface VisitPlaces {
  pid: RefusalPlace
  claimType: RefusalPlace
  hcode: RefusalPlace
}

/** What a channel gives of a visit; the rest follows. */
export type NewVisit = Pick<VisitRow, 'pid' | 'claim_type' | 'hcode' | 'mobile' | 'channel' | 'proof'> &
  Partial<Omit<VisitRow, 'id' | 'zone' | 'state' | 'confirmed_at' | 'claim_code'>>

/** What one comes for when nothing else is said; the first choice of the form. */
export const generalVisit = 'เข้ารับการรักษาทั่วไป'

/** The person, if this facility may serve them with this service today. */
export async function personToServe(
  world: World,
  zone: Zone,
  { pid, claim_type, hcode }: Pick<NewVisit, 'pid' | 'claim_type' | 'hcode'>,
  at: VisitPlaces,
): Promise<RightHolderRow> {
  const person = await rightHolder(world, zone, pid, at.pid)
  await facility(world, zone, hcode, at.hcode)
  const offered = claimTypesFor(person, world.clock.today())
  if (!offered.some(({ code }) => code === claim_type)) throw new Refusal('claim-type-not-offered', at.claimType)
  return person
}

/** Keeps a draft, in place of the one of this id if there is one. It has no code and blocks nothing. */
export async function keepDraft(world: World, zone: Zone, visit: NewVisit, id?: number): Promise<VisitRow> {
  const row = await rowOf(world.db, world.clock.local(), zone, visit, id)
  return replace(world.db, row, { state: 'draft' }, { pointer: '/body' })
}

/** Gives the code, in place of a draft if there is one; once a day for a person, service and facility. */
export async function giveCode(world: World, zone: Zone, visit: NewVisit, at: VisitPlaces, draftId?: number): Promise<VisitRow> {
  if (visit.channel !== 'endpoint') await refuseSameServiceToday(world, zone, visit, at.claimType)
  if (world.settings.switches['nhso-authen'].ninety_day_rule) await refuseWithinNinetyDays(world, zone, visit, at.hcode)
  return keepCode(world.db, zone, visit, world.clock.local(), at.claimType, draftId)
}

/** The code itself, given at an instant (Thai local time). */
export async function keepCode(
  db: Db,
  zone: Zone,
  visit: NewVisit,
  now: string,
  at: RefusalPlace = { pointer: '/body' },
  draftId?: number,
): Promise<VisitRow> {
  const row = await rowOf(db, now, zone, visit, draftId)
  const claim_code = await nextCode(db, zone, visit.channel)
  return replace(db, row, { state: 'confirmed', confirmed_at: now, claim_code }, at)
}

async function rowOf(db: Db, now: string, zone: Zone, visit: NewVisit, id?: number): Promise<VisitRow> {
  return {
    hn: null,
    other_phones: null,
    visit_type: generalVisit,
    service_day: now.slice(0, 10),
    service_time: now.slice(11),
    created_at: now,
    checked_at: now,
    correlation_id: null,
    helper: null,
    photo_sha256: null,
    photo_bytes: null,
    transaction_id: null,
    ...visit,
    id: id ?? (await nextId(db, 'nhso_visit')),
    zone,
    state: 'draft',
    confirmed_at: null,
    claim_code: null,
  }
}

async function replace(db: Db, row: VisitRow, change: Partial<VisitRow>, at: RefusalPlace): Promise<VisitRow> {
  const visit = { ...row, ...change }
  await removeVisit(db, { id: row.id })
  const [kept] = await insertVisit(db, visit)
  // Another call was quicker: the indexes let no second code stand beside the first.
  if (!kept) throw new Refusal(visit.channel === 'endpoint' ? 'transaction-repeated' : 'same-service-today', at)
  return visit
}

const removeVisit = prepared((db, { id }: { id: number }) => db.deleteFrom('nhso_visits').where('id', '=', id))

const insertVisit = prepared((db, visit: VisitRow) =>
  db
    .insertInto('nhso_visits')
    .values(visit)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
)

async function refuseSameServiceToday({ db, clock }: World, zone: Zone, visit: NewVisit, at: RefusalPlace): Promise<void> {
  const given = await codesOf(db, zone, visit.pid)
    .where('claim_type', '=', visit.claim_type)
    .where('hcode', '=', visit.hcode)
    .where('service_day', '=', visit.service_day ?? clock.today())
    .where('channel', '<>', 'endpoint')
    .executeTakeFirst()
  if (given) throw new Refusal('same-service-today', at)
}

async function refuseWithinNinetyDays({ db, clock }: World, zone: Zone, { pid, hcode }: NewVisit, at: RefusalPlace): Promise<void> {
  const given = await codesOf(db, zone, pid).where('hcode', '=', hcode).where('service_day', '>', clock.today(-90)).executeTakeFirst()
  if (given) throw new Refusal('ninety-days', at)
}

/** A person's confirmed visits, newest first. */
export function codesOf(db: Db, zone: Zone, pid: string) {
  return db
    .selectFrom('nhso_visits')
    .selectAll()
    .where('zone', '=', zone)
    .where('pid', '=', pid)
    .where('state', '=', 'confirmed')
    .orderBy('confirmed_at', 'desc')
    .orderBy('id', 'desc')
}

/** Counted nationally, on from the number that the slides print. */
const firstNumber = 1_000_002_437

async function nextCode(db: Db, zone: Zone, channel: Channel): Promise<string> {
  const prefix = channel === 'endpoint' ? 'EP' : 'PP'
  return `${prefix}${firstNumber - 1 + (await nextId(db, `nhso_code_${prefix}_${zone}`))}`
}
