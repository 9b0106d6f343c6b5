import type { operations } from '../../src/generated/control/nhso-authen.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { claimTypeName } from './claimTypes.ts'
import type { VisitRow } from './tables.ts'
import { saveFrom, shownVisit } from './web-visits.ts'

type ScreenActions = Pick<operations, 'saveInNewAuthen' | 'saveInErm' | 'confirmAtKiosk' | 'confirmInLine'>

/** Asking for an authen code in each of the four channels (NHSO Authentication slides). */
export const screenActions: OperationFunctions<ScreenActions> = {
  async saveInNewAuthen({ path: { zone, hcode }, body: { confirm = true, ...sent } }, world) {
    return shown(await saveFrom('new-authen', world, zone, { ...sent, hcode }, confirm))
  },

  /** One field of phones, of which the first is the mobile one. */
  async saveInErm({ path: { zone, hcode }, body: { phones, ...sent } }, world) {
    const [mobile, ...others] = phones.split(',') as [string, ...string[]]
    const other_phones = others.length > 0 ? others.join(',') : null
    return shown(await saveFrom('erm', world, zone, { ...sent, hcode, mobile, other_phones }, true))
  },

  async confirmAtKiosk({ path: { zone, hcode }, body: { proof = 'smart-card', ...sent } }, world) {
    return shown(await saveFrom('kiosk-station', world, zone, { ...sent, proof, hcode }, true))
  },

  async confirmInLine({ path: { zone, hcode }, body: { proof = 'scan-qr', ...sent } }, world) {
    return shown(await saveFrom('line-qr', world, zone, { ...sent, proof, hcode }, true))
  },
}

const shown = (row: VisitRow) => shownVisit(row, claimTypeName(row.claim_type))
