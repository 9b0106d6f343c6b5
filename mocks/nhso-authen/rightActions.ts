import type { components, operations } from '../../src/generated/control/nhso-authen.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { World, Zone } from '../../src/upstream/world.ts'
import { knownPerson } from './right-holders.ts'
import { rightOf } from './service.ts'
import { mustBeInReader } from './smart-card.ts'
import type { RightHolderRow } from './tables.ts'
import { thaiMonth } from './thai-dates.ts'

type PersonPanel = components['schemas']['PersonPanel']
type RightActions = Pick<operations, 'checkRightByPid' | 'checkRightBySmartCard' | 'checkRightByName' | 'listRegistrations'>

const mostPeople = 100

/** Checking a right on the web (menus of ERM, NHSO Authentication slides). Somebody who has died is shown as such. */
export const rightActions: OperationFunctions<RightActions> = {
  async checkRightByPid({ path: { zone, pid } }, world) {
    return panelOf(await person(world, zone, pid), world)
  },

  async checkRightBySmartCard({ path: { zone, pid } }, world) {
    const holder = await person(world, zone, pid)
    await mustBeInReader(world, pid, { pointer: '/path/pid', seen: pid })
    return panelOf(holder, world)
  },

  async checkRightByName({ path: { zone }, query: { first_name = '', last_name = '' } }, world) {
    const rows = await world.db.selectFrom('nhso_right_holders').selectAll().where('zone', '=', zone).orderBy('pid').execute()
    const meant = rows.filter((row) => row.first_name.startsWith(first_name) && row.last_name.startsWith(last_name))
    return Promise.all(meant.slice(0, mostPeople).map((row) => panelOf(row, world)))
  },

  async listRegistrations({ path: { zone, pid } }, world) {
    await person(world, zone, pid)
    return world.db
      .selectFrom('nhso_registrations')
      .select(['main_right', 'sub_right', 'hosp_main', 'hosp_main_op', 'hosp_sub', 'paid_model', 'right_starts_at', 'changed_at'])
      .where('zone', '=', zone)
      .where('pid', '=', pid)
      .orderBy('id', 'desc')
      .execute()
  },
}

const person = (world: World, zone: Zone, pid: string) => knownPerson(world, zone, pid, { pointer: '/path/pid', seen: pid })

/** ข้อมูลรายละเอียดบุคคล; which unit is which field of the API is assumed. */
async function panelOf(row: RightHolderRow, world: World): Promise<PersonPanel> {
  const right = await rightOf(world, row)
  return {
    pid: row.pid,
    name: `${row.first_name} ${row.last_name}`,
    birth_month: thaiMonth(row.birth_date),
    sex: right.sex,
    age: right.age,
    address: row.address,
    main_right: right.mainInscl,
    sub_right: right.subInscl,
    ...(right.hospSub && { primary_unit: right.hospSub }),
    ...(right.hospMain && { referral_unit: right.hospMain }),
    ...(right.paidModel !== undefined && { model: right.paidModel }),
    ...(right.hospMainOp && { regular_unit: right.hospMainOp }),
    deceased: row.deceased === 1,
    services: right.claimTypes.map(({ claimType, claimTypeName }) => ({ code: claimType, name: claimTypeName })),
  }
}
