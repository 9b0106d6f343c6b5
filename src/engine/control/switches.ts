import type { operations } from '../../generated/sandbox-control.ts'
import type { Switches } from '../../upstream/settings.ts'
import type { OperationFunctions } from '../../upstream/upstream.ts'

/** What the documents leave open. */
export const switchActions: OperationFunctions<Pick<operations, 'getSwitches' | 'setSwitches'>> = {
  async getSwitches(_input, { settings }) {
    return settings.switches
  },

  async setSwitches({ body }, world) {
    return world.changeSetting('switches', (before) => {
      const changed = Object.entries(body).map(([upstream, change]) => [upstream, { ...before[upstream as keyof Switches], ...change }])
      return { ...before, ...Object.fromEntries(changed) }
    })
  },
}
