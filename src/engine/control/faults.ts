import type { operations, Rule } from '../../generated/sandbox-control.ts'
import { nextId } from '../../upstream/ids.ts'
import { refusals } from '../../upstream/refusal.ts'
import type { OperationFunctions } from '../../upstream/upstream.ts'
import type { Controlled } from './controlled.ts'

const refuse = refusals<Rule>()

type FaultActions = Pick<operations, 'listFaults' | 'addFault' | 'clearFaults' | 'deleteFault'>

export function faultActions(sandbox: Controlled): OperationFunctions<FaultActions> {
  const current = async (name: string) => (await sandbox.workspace(name))!

  return {
    async listFaults(_input, { settings }) {
      return settings.faults
    },

    async addFault({ body }, { db, workspace: name }) {
      const workspace = await current(name)
      const { operation, upstream } = body
      if (operation !== undefined && !sandbox.operations().some(({ id }) => id === operation))
        throw refuse('unknown-operation', { pointer: '/body/operation', seen: operation })
      if (upstream !== undefined && !sandbox.upstreams.some((known) => known.name === upstream))
        throw refuse('unknown-operation', { pointer: '/body/upstream', seen: upstream })
      const fault = { id: await nextId(db, 'fault'), hits: 0, ...body }
      await workspace.saveSetting(db, 'faults', [...(await workspace.readSetting(db, 'faults')), fault])
      return fault
    },

    async clearFaults(_input, { db, workspace }) {
      await (await current(workspace)).saveSetting(db, 'faults', [])
    },

    async deleteFault({ path }, { db, workspace: name }) {
      const workspace = await current(name)
      const faults = await workspace.readSetting(db, 'faults')
      if (!faults.some(({ id }) => id === path.id)) throw refuse('unknown-fault', { pointer: '/path/id', seen: path.id })
      await workspace.saveSetting(
        db,
        'faults',
        faults.filter(({ id }) => id !== path.id),
      )
    },
  }
}
