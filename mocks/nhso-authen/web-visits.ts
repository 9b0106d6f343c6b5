import type { components, Rule } from '../../src/generated/control/nhso-authen.ts'
import { Refusal, refusals } from '../../src/upstream/refusal.ts'
import type { World, Zone } from '../../src/upstream/world.ts'
import { type Proof, type ScreenChannel, screens, servicesOn } from './channels.ts'
import { visitTypes } from './choices.ts'
import { type Helper, helperOf, inList } from './helper.ts'
import { photoTrace } from './photo.ts'
import type { VisitRow } from './tables.ts'
import { generalVisit, giveCode, keepDraft, type NewVisit, personToServe } from './visits.ts'

const refuse = refusals<Rule>()

type Visit = components['schemas']['Visit']

/** What one of the screens sends. */
export interface ScreenVisit {
  pid: string
  service: string
  hcode: string
  proof: Proof
  mobile: string
  other_phones?: string | null
  hn?: string
  helper?: Helper
  photo?: string
  visit_type?: string
  visit_date?: string
  visit_time?: string
}

/** Where a screen's values stand in the call. */
export const placesOf = ({ pid, service, hcode }: Pick<ScreenVisit, 'pid' | 'service' | 'hcode'>) => ({
  pid: { pointer: '/body/pid', seen: pid },
  claimType: { pointer: '/body/service', seen: service },
  hcode: { pointer: '/path/hcode', seen: hcode },
})

/** Saves what a screen sends: as a draft, or confirmed at once and with a code. */
export async function saveFrom(channel: ScreenChannel, world: World, zone: Zone, sent: ScreenVisit, confirm: boolean): Promise<VisitRow> {
  const visit = await checkedVisit(channel, world, zone, sent)
  return confirm ? giveCode(world, zone, visit, placesOf(sent)) : keepDraft(world, zone, visit)
}

/** The visit as it would be kept; refused for what is wrong with it, or with the person. */
export async function checkedVisit(channel: ScreenChannel, world: World, zone: Zone, sent: ScreenVisit): Promise<NewVisit> {
  const visit = visitOf(channel, sent)
  if (sent.visit_date !== undefined) onItsDay(sent.visit_date, world, '/body/visit_date')
  await personToServe(world, zone, visit, placesOf(sent))
  onScreen(channel, world, sent.service)
  return visit
}

function visitOf(channel: ScreenChannel, sent: ScreenVisit): NewVisit {
  const { pid, service, hcode, proof, mobile } = sent
  if (!screens[channel].ways.some((way) => way === proof)) throw refuse('way-not-in-channel', { pointer: '/body/proof', seen: proof })
  if (sent.visit_type !== undefined) inList(visitTypes, sent.visit_type, '/body/visit_type')
  const helper = helperOf(channel, sent)
  return {
    pid,
    claim_type: service,
    hcode,
    mobile,
    channel,
    proof,
    other_phones: sent.other_phones ?? null,
    hn: sent.hn ?? null,
    visit_type: sent.visit_type ?? generalVisit,
    helper: helper && JSON.stringify(helper),
    ...(sent.visit_time !== undefined && { service_time: `${sent.visit_time}:00` }),
    ...(needsPhoto(channel, proof) && photoTrace(sent.photo)),
  }
}

/** ERM's screen has no place for a photo. */
const needsPhoto = (channel: ScreenChannel, proof: Proof) =>
  channel === 'new-authen' && (proof === 'photo-with-id-card' || proof === 'helper-document')

/** The list of a channel may lack what the person's right offers. */
export function onScreen(channel: ScreenChannel, { clock }: World, service: string): void {
  if (!servicesOn(channel, clock.today()).includes(service))
    throw new Refusal('claim-type-not-offered', { pointer: '/body/service', seen: service })
}

export function onItsDay(day: string, { clock }: World, pointer: string): void {
  if (day !== clock.today()) throw refuse('visit-not-today', { pointer, seen: day })
}

/** A record as the control API shows it. */
export function shownVisit(row: VisitRow, serviceName: string): Visit {
  return {
    visit_id: row.id,
    state: row.state,
    pid: row.pid,
    service: row.claim_type,
    service_name: serviceName,
    hcode: row.hcode,
    hn: row.hn,
    mobile: row.mobile,
    other_phones: row.other_phones,
    visit_type: row.visit_type,
    visit_date: row.service_day,
    visit_time: row.service_time.slice(0, 5),
    created_at: row.created_at,
    confirmed_at: row.confirmed_at,
    claim_code: row.claim_code,
    channel: row.channel,
    proof: row.proof,
    helper: row.helper === null ? null : JSON.parse(row.helper),
    photo: row.photo_sha256 === null ? null : { sha256: row.photo_sha256, bytes: row.photo_bytes! },
  }
}
