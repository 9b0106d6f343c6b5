import { prepared } from '../../src/upstream/prepared.ts'
import type { RefusalPlace } from '../../src/upstream/refusal.ts'
import type { World, Zone } from '../../src/upstream/world.ts'
import { findHospital } from '../population/people.ts'
import { ageText, buddhistDate } from './age.ts'
import type { Channel } from './channels.ts'
import { claimTypeName, claimTypesFor } from './claimTypes.ts'
import { endOpenCorrelations, keepForDraft, openCorrelation, usableCorrelation, useUp } from './correlations.ts'
import { facilitiesByCode, rightHolder } from './right-holders.ts'
import { mainRightText, rights, subRightText } from './rights.ts'
import type { RightHolderRow, VisitRow } from './tables.ts'
import { codesOf, giveCode, keepDraft, type NewVisit, personToServe } from './visits.ts'

export type { Zone } from '../../src/upstream/world.ts'
export type { Channel } from './channels.ts'

/** A facility as NHSO writes it. */
export interface NamedFacility {
  hcode: string
  hname: string
}

/** The right of a person today (Response #1 of the slides), without the image. Times are Thai local time without zone. */
export interface RightCheck {
  pid: string
  titleName: string
  fname: string
  lname: string
  nation: string
  /** `YYYYMMDD`, Buddhist year; `00` where day or month are not known. */
  birthDate: string
  sex: 'ชาย' | 'หญิง'
  transDate: string
  mainInscl: string
  subInscl: string
  age: string
  checkDate: string
  claimTypes: { claimType: string; claimTypeName: string }[]
  correlationId: string
  hospMain?: NamedFacility
  /** Of the universal coverage alone, as are the next two. */
  hospMainOp?: NamedFacility
  hospSub?: NamedFacility
  paidModel?: string
  startDateTime: string
  expireDateTime?: string
}

export interface VisitRequest {
  pid: string
  claimType: string
  mobile: string
  correlationId: string
  /** The facility that the code is issued for. */
  hcode: string
  hn?: string
  /** JSON pointers: where the values stand in the call, for findings. */
  at: { pid: string; claimType: string; mobile: string; correlationId: string; hcode: string }
  channel: Channel
}

/** Response #3. */
export interface Draft {
  pid: string
  claimType: string
  correlationId: string
  createdDate: string
}

/** Responses #4 and #5 take their fields from it. */
export interface AuthenCode {
  pid: string
  claimType: string
  claimTypeName: string
  claimCode: string
  hcode: string
  hn: string | null
  mobile: string
  /** Null where the code was asked for without a correlationId, as on the web. */
  correlationId: string | null
  createdDate: string
  claimDateTime: string
  /** When the right was checked. */
  checkDate: string
}

/**
 * The right of a person today, and a correlationId that one confirm may use. It writes: the operation's `x-effect` is write.
 * Refuses by pid-check-digit, unknown-pid, deceased, not-thai.
 */
export async function checkRight(world: World, zone: Zone, pid: string, at: RefusalPlace): Promise<RightCheck> {
  const person = await rightHolder(world, zone, pid, at)
  const correlationId = await openCorrelation(world, zone, pid)
  return { ...(await rightOf(world, person)), correlationId }
}

/** The same without opening a correlationId. */
export async function rightOf({ db, clock }: World, person: RightHolderRow): Promise<Omit<RightCheck, 'correlationId'>> {
  const hname = async (hcode: string | null): Promise<NamedFacility | undefined> => {
    if (hcode === null) return undefined
    const row = await findHospital(db, hcode)
    return { hcode, hname: row?.hospital_name ?? '' }
  }
  const hospMain = await hname(person.hosp_main)
  const universal = rights[person.main_right]?.universal === true
  const hospMainOp = universal ? await hname(person.hosp_main_op) : undefined
  const hospSub = universal ? await hname(person.hosp_sub) : undefined
  return {
    pid: person.pid,
    titleName: person.title_code,
    fname: person.first_name,
    lname: person.last_name,
    nation: person.nation,
    birthDate: buddhistDate(person.birth_date),
    sex: person.sex === 1 ? 'ชาย' : 'หญิง',
    transDate: person.changed_at,
    mainInscl: mainRightText(person.main_right),
    subInscl: subRightText(person.main_right, person.sub_right),
    age: ageText(person.birth_date, clock.today()),
    checkDate: clock.local(),
    claimTypes: claimTypesFor(person, clock.today()).map(({ code, name }) => ({ claimType: code, claimTypeName: name })),
    ...(hospMain && { hospMain }),
    ...(hospMainOp && { hospMainOp }),
    ...(hospSub && { hospSub }),
    ...(universal && person.paid_model !== null && { paidModel: person.paid_model }),
    startDateTime: person.right_starts_at,
    ...(person.right_expires_at !== null && { expireDateTime: person.right_expires_at }),
  }
}

/** Request #1: keeps a draft, which gives no code; its correlationId stays confirmable until midnight. */
export async function saveDraft(world: World, zone: Zone, visit: VisitRequest): Promise<Draft> {
  const { correlation, row, draftId } = await prepareVisit(world, zone, visit)
  await keepForDraft(world, correlation.id)
  const kept = await keepDraft(world, zone, row, draftId)
  return { pid: kept.pid, claimType: kept.claim_type, correlationId: correlation.id, createdDate: kept.created_at }
}

/** Request #2: gives the authen code and uses the correlationId up. */
export async function confirmVisit(world: World, zone: Zone, visit: VisitRequest): Promise<AuthenCode> {
  const { places, correlation, row, draftId } = await prepareVisit(world, zone, visit)
  const given = await giveCode(world, zone, row, places, draftId)
  await useUp(world, correlation.id, places.correlationId)
  return codeOf(given)
}

/** The codes of a person, newest first; of one facility or of all. Drafts and deleted records are not among them. */
export async function latestCodes(
  world: World,
  zone: Zone,
  pid: string,
  { hcode, count }: { hcode?: string; count: number },
): Promise<AuthenCode[]> {
  const rows = await (hcode === undefined
    ? latestOfAll(world.db, { zone, pid, count })
    : latestOfFacility(world.db, { zone, pid, hcode, count }))
  return rows.map(codeOf)
}

const latestOfAll = prepared((db, { zone, pid, count }: { zone: Zone; pid: string; count: number }) => codesOf(db, zone, pid).limit(count))

const latestOfFacility = prepared((db, { zone, pid, hcode, count }: { zone: Zone; pid: string; hcode: string; count: number }) =>
  codesOf(db, zone, pid).where('hcode', '=', hcode).limit(count),
)

/** The card left the reader: its open correlationIds end, except those that a draft was saved with. */
export async function endCorrelations(world: World, zone: Zone, pid: string): Promise<void> {
  await endOpenCorrelations(world, zone, pid)
}

/** The token that the facility's agent has in its configuration; undefined where none was issued. */
export async function facilityToken({ db }: World, zone: Zone, hcode: string): Promise<string | undefined> {
  const [row] = await facilitiesByCode(db, { zone, hcode })
  return row?.token ?? undefined
}

export function codeOf(row: VisitRow): AuthenCode {
  return {
    pid: row.pid,
    claimType: row.claim_type,
    claimTypeName: claimTypeName(row.claim_type),
    claimCode: row.claim_code!,
    hcode: row.hcode,
    hn: row.hn,
    mobile: row.mobile,
    correlationId: row.correlation_id,
    createdDate: row.confirmed_at!,
    claimDateTime: row.confirmed_at!,
    checkDate: row.checked_at,
  }
}

async function prepareVisit(world: World, zone: Zone, visit: VisitRequest) {
  const { pid, claimType, mobile, hcode, at, channel } = visit
  const places = {
    pid: { pointer: at.pid, seen: pid },
    claimType: { pointer: at.claimType, seen: claimType },
    hcode: { pointer: at.hcode, seen: hcode },
    correlationId: { pointer: at.correlationId, seen: visit.correlationId },
  }
  await personToServe(world, zone, { pid, claim_type: claimType, hcode }, places)
  const correlation = await usableCorrelation(world, zone, { pid, correlationId: visit.correlationId, at: places.correlationId })
  const draft = await world.db
    .selectFrom('nhso_visits')
    .select('id')
    .where('correlation_id', '=', correlation.id)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  const row: NewVisit = {
    pid,
    claim_type: claimType,
    hcode,
    mobile,
    hn: visit.hn ?? null,
    channel,
    proof: 'smart-card',
    correlation_id: correlation.id,
    checked_at: correlation.checked_at,
  }
  return { places, correlation, row, draftId: draft?.id }
}
