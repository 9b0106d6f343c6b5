import type { components, operations, Rule } from '../../generated/sandbox-control.ts'
import { warn } from '../../terminal/say.ts'
import { refusals } from '../../upstream/refusal.ts'
import type { Settings } from '../../upstream/settings.ts'
import type { OperationFunctions } from '../../upstream/upstream.ts'
import { version } from '../../version.ts'
import { defaultWorkspace } from '../gateway/address.ts'
import { baseOf } from '../gateway/route.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { refuseOutOfRange } from './clock.ts'
import type { Controlled } from './controlled.ts'

const refuse = refusals<Rule>()

type WorkspaceActions = Pick<
  operations,
  | 'getStatus'
  | 'listWorkspaces'
  | 'createWorkspace'
  | 'deleteWorkspace'
  | 'resetWorkspace'
  | 'listSnapshots'
  | 'takeSnapshot'
  | 'restoreSnapshot'
  | 'deleteSnapshot'
>

export function workspaceActions(sandbox: Controlled): OperationFunctions<WorkspaceActions> {
  const shown = (workspace: Workspace): components['schemas']['Workspace'] => ({
    name: workspace.name,
    world: workspace.settings.world,
    url: sandbox.workspaceUrl(workspace.name),
    upstreams: sandbox.baseUrls(workspace.name),
  })
  const current = async (name: string) => (await sandbox.workspace(name))!

  return {
    async getStatus(_input, { workspace, settings }) {
      return statusOf(sandbox, workspace, settings)
    },

    async listWorkspaces() {
      const workspaces: components['schemas']['Workspace'][] = []
      for (const name of await sandbox.workspaceNames()) {
        // One that is damaged is told of when it is called, and hides none of the others.
        const workspace = await sandbox.awake(name).catch((error: Error) => {
          warn(`moph-sandbox: workspace ${name} can't be opened: ${error.message}`)
          return undefined
        })
        if (workspace) workspaces.push(shown(workspace))
      }
      return workspaces
    },

    async createWorkspace({ body }) {
      if (body.now !== undefined) refuseOutOfRange(Date.parse(body.now), '/body/now')
      const fresh: Partial<Settings> = {
        ...(body.world === undefined ? {} : { world: body.world }),
        ...(body.seed === undefined ? {} : { seed: body.seed }),
        ...(body.now === undefined ? {} : { clock: { mode: 'frozen', at: Date.parse(body.now) } }),
      }
      const workspace = await sandbox.create(body.name, fresh)
      if (!workspace) throw refuse('workspace-exists', { pointer: '/body/name', seen: body.name })
      return shown(workspace)
    },

    async deleteWorkspace({ path }) {
      const at = { pointer: '/path/workspace', seen: path.workspace }
      if (path.workspace === defaultWorkspace) throw refuse('default-workspace-stays', at)
      if (!(await sandbox.awake(path.workspace))) throw refuse('unknown-workspace', at)
      await sandbox.drop(path.workspace)
    },

    async resetWorkspace({ body }, { workspace: name }) {
      const workspace = await current(name)
      await workspace.reset(body?.world ?? workspace.settings.world)
      return shown(workspace)
    },

    async listSnapshots(_input, { db }) {
      return db.selectFrom('snapshots').select(['name', 'taken_at']).orderBy('taken_at').orderBy('name').execute()
    },

    async takeSnapshot({ body }, { workspace }) {
      return (await current(workspace)).takeSnapshot(body.name)
    },

    async restoreSnapshot({ path }, { workspace }) {
      const snapshot = await (await current(workspace)).restore(path.name)
      if (!snapshot) throw refuse('unknown-snapshot', { pointer: '/path/name', seen: path.name })
      return snapshot
    },

    async deleteSnapshot({ path }, { db }) {
      const { numDeletedRows } = await db.deleteFrom('snapshots').where('name', '=', path.name).executeTakeFirst()
      if (numDeletedRows === 0n) throw refuse('unknown-snapshot', { pointer: '/path/name', seen: path.name })
    },
  }
}

/** What runs where: printed at the start and answered by the control API. */
export function statusOf(sandbox: Controlled, workspace: string, settings: Pick<Settings, 'secretKeys'>): components['schemas']['Status'] {
  const url = sandbox.workspaceUrl(workspace)
  return {
    version,
    workspace,
    url,
    control: `${url}/control`,
    store: sandbox.store.kind,
    upstreams: sandbox.baseUrls(workspace),
    zones: sandbox.zoneUrls(workspace),
    operations: sandbox.operations().map((operation) => ({
      upstream: operation.upstream.name,
      operation: operation.id,
      method: operation.method,
      url: `${url}/${baseOf(operation.upstream, operation.servers[0]!)}${operation.path}${operation.action ? `?Action=${operation.action}` : ''}`,
      effect: operation.effect,
    })),
    accounts: sandbox.blueprint.demoAccounts(settings),
  }
}
