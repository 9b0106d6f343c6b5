import type { operations } from '../../src/generated/control/nhso-authen.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { World, Zone } from '../../src/upstream/world.ts'
import type { ScreenChannel } from './channels.ts'
import { claimTypeName } from './claimTypes.ts'
import { mustBeInReader } from './smart-card.ts'
import { checkedVisit, type ScreenVisit, saveFrom, shownVisit } from './web-visits.ts'

type ScreenActions = Pick<operations, 'saveInNewAuthen' | 'saveInErm' | 'confirmAtKiosk' | 'confirmInLine'>

/** Asking for an authen code in each of the four channels (NHSO Authentication slides). */
export const screenActions: OperationFunctions<ScreenActions> = {
  async saveInNewAuthen({ path: { zone, hcode }, body: { confirm = true, ...sent } }, world) {
    return saved('new-authen', world, zone, { ...sent, hcode }, confirm)
  },

  /** One field of phones, of which the first is the mobile one. */
  async saveInErm({ path: { zone, hcode }, body: { phones, ...sent } }, world) {
    const [mobile, ...others] = phones.split(',') as [string, ...string[]]
    const other_phones = others.length > 0 ? others.join(',') : null
    return saved('erm', world, zone, { ...sent, hcode, mobile, other_phones })
  },

  async confirmAtKiosk({ path: { zone, hcode }, body: { proof = 'smart-card', ...sent } }, world) {
    return saved('kiosk-station', world, zone, { ...sent, proof, hcode })
  },

  async confirmInLine({ path: { zone, hcode }, body: { proof = 'scan-qr', ...sent } }, world) {
    return saved('line-qr', world, zone, { ...sent, proof, hcode })
  },
}

/** Reading a card takes its time. */
export const screensOfTheirOwn = ['saveInNewAuthen', 'saveInErm', 'confirmAtKiosk', 'confirmInLine']

async function saved(channel: ScreenChannel, world: World, zone: Zone, sent: ScreenVisit, confirm = true) {
  // What is wrong with the form is told before anybody looks for a card.
  await checkedVisit(channel, world, zone, sent)
  await cardIsThere(world, sent)
  const row = await world.write((within) => saveFrom(channel, within, zone, sent, confirm))
  return shownVisit(row, claimTypeName(row.claim_type))
}

async function cardIsThere(world: World, { proof, pid, helper, hcode }: ScreenVisit): Promise<void> {
  if (proof === 'smart-card') await mustBeInReader(world, pid, { pointer: '/body/pid', seen: pid }, hcode)
  if (proof === 'helper-smart-card' && helper)
    await mustBeInReader(world, helper.pid, { pointer: '/body/helper/pid', seen: helper.pid }, hcode)
}
