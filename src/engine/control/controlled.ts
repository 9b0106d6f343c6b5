import type { Operation } from '../../upstream/operation.ts'
import type { Settings } from '../../upstream/settings.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'
import type { Store } from '../store/store.ts'
import type { Blueprint, Workspace } from '../workspace/workspace.ts'

/** What the control API acts on: the sandbox, as far as its actions need it. */
export interface Controlled {
  readonly upstreams: readonly AnyUpstream[]
  readonly blueprint: Blueprint
  readonly store: Pick<Store, 'kind'>
  workspace(name: string): Promise<Workspace | undefined>
  awake(name: string): Promise<Workspace | undefined>
  workspaceNames(): Promise<string[]>
  create(name: string, fresh?: Partial<Settings>): Promise<Workspace | undefined>
  drop(name: string): Promise<void>
  baseUrls(workspace: string): Record<string, string>
  zoneUrls(workspace: string): Record<string, Record<string, string>>
  workspaceUrl(workspace: string): string
  operations(): Operation[]
}
