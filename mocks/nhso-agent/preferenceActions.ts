import { findReader } from '../../hardware/readers.ts'
import type { operations, Rule } from '../../src/generated/control/nhso-agent.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Switches } from '../../src/upstream/settings.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import { changeInstallation, installationOf, tokenOf } from './installation.ts'
import { versionOf } from './version.ts'

const refuse = refusals<Rule>()

/** What the agent was installed with; zone and facility are switches, so they are changed there. */
export const preferenceActions: OperationFunctions<Pick<operations, 'getAgentPreference' | 'setAgentPreference'>> = {
  async getAgentPreference(_input, world) {
    return preference(world)
  },

  async setAgentPreference({ body: { token, default_reader, ...switches } }, world) {
    if (default_reader !== undefined && !(await findReader(world.db, default_reader)))
      throw refuse('unknown-reader', { pointer: '/body/default_reader', seen: default_reader })
    if (isInstalledAnew(world, switches)) await changeInstallation(world.db, { token: null, default_reader: null })
    await changeInstallation(world.db, { ...(token !== undefined && { token }), ...(default_reader !== undefined && { default_reader }) })
    const after = await world.changeSetting('switches', (before) => ({
      ...before,
      'nhso-agent': { ...before['nhso-agent'], ...switches },
    }))
    return preference({ ...world, settings: { ...world.settings, switches: after } })
  },
}

/** On Linux the program for both zones stays; on Windows each zone has a program of its own (NHSO Authentication slides). */
function isInstalledAnew({ settings }: World, { system, zone }: Partial<Switches['nhso-agent']>): boolean {
  const before = settings.switches['nhso-agent']
  if (system !== undefined && system !== before.system) return true
  return before.system === 'windows' && zone !== undefined && zone !== before.zone
}

async function preference(world: World) {
  const { default_reader } = await installationOf(world.db)
  const switches = world.settings.switches['nhso-agent']
  return { ...switches, version: versionOf(switches), token: (await tokenOf(world)) ?? null, default_reader }
}
