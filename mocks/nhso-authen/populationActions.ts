import type { components, operations, Rule } from '../../src/generated/control/nhso-authen.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import { isCitizenId } from '../../src/upstream/schema.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { screens, servicesOn } from './channels.ts'
import { documents, reasons, relations, visitTypes } from './choices.ts'
import { claimTypes } from './claimTypes.ts'
import { keepRightHolder } from './registrations.ts'
import { findRightHolder } from './right-holders.ts'
import { rights } from './rights.ts'
import type { RightHolderRow } from './tables.ts'

const refuse = refusals<Rule>()
const atPid = (pid: string) => ({ pointer: '/path/pid', seen: pid })

type PopulationActions = Pick<operations, 'listNhsoChoices' | 'listRightHolders' | 'getRightHolder' | 'putRightHolder' | 'declareDeceased'>

/** What NHSO knows of people, in each zone apart. */
export const populationActions: OperationFunctions<PopulationActions> = {
  async listNhsoChoices(_input, { clock }) {
    return {
      channels: (['new-authen', 'erm', 'kiosk-station', 'line-qr'] as const).map((channel) => {
        const { name, ways, menus, helperKinds } = screens[channel]
        const services = servicesOn(channel, clock.today())
        return { channel, name, ways: [...ways], menus: [...menus], helper_kinds: [...helperKinds], services }
      }),
      services: claimTypes.map(({ code, name }) => ({ code, name })),
      rights: Object.entries(rights).map(([code, { name, subRights }]) => ({
        code,
        name,
        sub_rights: Object.entries(subRights).map(([sub, text]) => ({ code: sub, name: text })),
      })),
      relations,
      documents,
      reasons,
      visit_types: visitTypes,
    }
  },

  async listRightHolders({ path: { zone } }, { db }) {
    const rows = await db.selectFrom('nhso_right_holders').selectAll().where('zone', '=', zone).orderBy('pid').execute()
    return rows.map(shown)
  },

  async getRightHolder({ path: { zone, pid } }, { db }) {
    const row = await findRightHolder(db, zone, pid)
    if (!row) throw refuse('unknown-pid', atPid(pid))
    return shown(row)
  },

  async putRightHolder({ path: { zone, pid }, body }, world) {
    if (!isCitizenId(pid)) throw refuse('pid-check-digit', atPid(pid))
    const main = rights[body.main_right]
    if (!main) throw refuse('unknown-right', { pointer: '/body/main_right', seen: body.main_right })
    if (main.subRights[body.sub_right] === undefined) throw refuse('unknown-right', { pointer: '/body/sub_right', seen: body.sub_right })
    const row: RightHolderRow = {
      zone,
      pid,
      title_code: body.title_code ?? '003',
      first_name: body.first_name,
      last_name: body.last_name,
      nation: body.nation ?? '099',
      birth_date: body.birth_date,
      sex: body.sex,
      address: body.address ?? '',
      province_code: body.province_code ?? '10',
      main_right: body.main_right,
      sub_right: body.sub_right,
      hosp_main: body.hosp_main ?? null,
      hosp_main_op: body.hosp_main_op ?? null,
      hosp_sub: body.hosp_sub ?? null,
      paid_model: body.paid_model ?? null,
      right_starts_at: body.right_starts_at ?? world.clock.local(),
      right_expires_at: body.right_expires_at ?? null,
      changed_at: world.clock.local(),
      deceased: Number(body.deceased ?? false),
    }
    await keepRightHolder(world.db, row)
    return shown(row)
  },

  async declareDeceased({ path: { zone, pid } }, { db }) {
    const row = await db
      .updateTable('nhso_right_holders')
      .set({ deceased: 1 })
      .where('zone', '=', zone)
      .where('pid', '=', pid)
      .returningAll()
      .executeTakeFirst()
    if (!row) throw refuse('unknown-pid', atPid(pid))
    return shown(row)
  },
}

function shown({ zone: _zone, deceased, ...row }: RightHolderRow): components['schemas']['RightHolder'] {
  return { ...row, deceased: deceased === 1 }
}
