import { findReader } from '../../hardware/readers.ts'
import type { operations, Rule } from '../../src/generated/control/nhso-agent.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import { changeInstallation, installationOf, tokenOf } from './installation.ts'

const refuse = refusals<Rule>()

/** What the agent was installed with; zone and facility are switches, so they are changed there. */
export const preferenceActions: OperationFunctions<Pick<operations, 'getAgentPreference' | 'setAgentPreference'>> = {
  async getAgentPreference(_input, world) {
    return preference(world)
  },

  async setAgentPreference({ body: { token, default_reader, ...switches } }, world) {
    if (default_reader !== undefined && !(await findReader(world.db, default_reader)))
      throw refuse('unknown-reader', { pointer: '/body/default_reader', seen: default_reader })
    await changeInstallation(world.db, { ...(token !== undefined && { token }), ...(default_reader !== undefined && { default_reader }) })
    const after = await world.changeSetting('switches', (before) => ({
      ...before,
      'nhso-agent': { ...before['nhso-agent'], ...switches },
    }))
    return preference({ ...world, settings: { ...world.settings, switches: after } })
  },
}

async function preference(world: World) {
  const { default_reader } = await installationOf(world.db)
  return { ...world.settings.switches['nhso-agent'], token: (await tokenOf(world)) ?? null, default_reader }
}
