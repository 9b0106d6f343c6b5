import type { operations, Rule } from '../../src/generated/control/nhso-authen.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { World, Zone } from '../../src/upstream/world.ts'
import { type ScreenChannel, screens } from './channels.ts'
import { visitTypes } from './choices.ts'
import { claimTypeName } from './claimTypes.ts'
import { inList } from './helper.ts'
import type { VisitRow } from './tables.ts'
import { giveCode, personToServe } from './visits.ts'
import { onItsDay, onScreen, placesOf, shownVisit } from './web-visits.ts'

const refuse = refusals<Rule>()
const atVisit = (id: number) => ({ pointer: '/path/visit_id', seen: id })

type RecordActions = Pick<operations, 'searchVisits' | 'confirmDraft' | 'editVisit' | 'deleteConfirmedVisit'>

/** The menus ค้นหา/แก้ไข ข้อมูลการรับบริการ and ค้นหา/ลบรายการที่ยืนยันแล้ว of New Authen, each facility its own records. */
export const recordActions: OperationFunctions<RecordActions> = {
  async searchVisits({ path: { zone, hcode }, query: { pid, state, date } }, { db }) {
    let records = db.selectFrom('nhso_visits').selectAll().where('zone', '=', zone).where('hcode', '=', hcode)
    if (pid !== undefined) records = records.where('pid', '=', pid)
    if (state !== undefined) records = records.where('state', '=', state)
    if (date !== undefined) records = records.where('service_day', '=', date)
    const rows = await records.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(1000).execute()
    return rows.map(shown)
  },

  async confirmDraft({ path: { zone, hcode, visit_id } }, world) {
    const draft = await visitToChange(world, zone, hcode, visit_id)
    if (draft.state !== 'draft') throw refuse('not-a-draft', atVisit(visit_id))
    onItsDay(draft.service_day, world, '/path/visit_id')
    const places = { ...placesOf({ pid: draft.pid, service: draft.claim_type, hcode }), claimType: atVisit(visit_id) }
    await personToServe(world, zone, draft, places)
    return shown(await giveCode(world, zone, draft, places, visit_id))
  },

  async editVisit({ path: { zone, hcode, visit_id }, body }, world) {
    const { service, visit_time, ...change } = body
    const visit = await visitToChange(world, zone, hcode, visit_id)
    if (visit.state === 'deleted') throw refuse('unknown-visit', atVisit(visit_id))
    if (change.visit_type !== undefined) inList(visitTypes, change.visit_type, '/body/visit_type')
    if (service !== undefined) await changeable(world, zone, visit, service)
    const changed = {
      ...change,
      ...(visit_time !== undefined && { service_time: `${visit_time}:00` }),
      ...(service !== undefined && { claim_type: service }),
    }
    // Kysely makes no statement of a change of nothing.
    if (Object.keys(changed).length > 0) await world.db.updateTable('nhso_visits').set(changed).where('id', '=', visit_id).execute()
    return shown({ ...visit, ...changed })
  },

  async deleteConfirmedVisit({ path: { zone, hcode, visit_id } }, world) {
    const visit = await visitToChange(world, zone, hcode, visit_id)
    if (visit.state !== 'confirmed') throw refuse('not-confirmed', atVisit(visit_id))
    await world.db.updateTable('nhso_visits').set({ state: 'deleted' }).where('id', '=', visit_id).execute()
  },
}

/** Another service for a draft: one that the person is offered, and the channel shows. */
async function changeable(world: World, zone: Zone, visit: VisitRow, service: string): Promise<void> {
  if (visit.state !== 'draft') throw refuse('not-a-draft', atVisit(visit.id))
  await personToServe(world, zone, { ...visit, claim_type: service }, placesOf({ pid: visit.pid, service, hcode: visit.hcode }))
  if (visit.channel in screens) onScreen(visit.channel as ScreenChannel, world, service)
}

/** A record of this facility; until this call ends, no other one changes it. */
async function visitToChange({ db }: World, zone: Zone, hcode: string, id: number): Promise<VisitRow> {
  const row = await db
    .updateTable('nhso_visits')
    .set((eb) => ({ state: eb.ref('state') }))
    .where('id', '=', id)
    .where('zone', '=', zone)
    .where('hcode', '=', hcode)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw refuse('unknown-visit', atVisit(id))
  return row
}

const shown = (row: VisitRow) => shownVisit(row, claimTypeName(row.claim_type))
