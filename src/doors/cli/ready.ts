import { statusOf } from '../../engine/control/workspaces.ts'
import { defaultWorkspace } from '../../engine/gateway/address.ts'
import { baseOf } from '../../engine/gateway/route.ts'
import type { Sandbox } from '../../engine/sandbox.ts'
import type { RunningSandbox, SandboxOptions } from '../start.ts'

/** Machine-readable facts about a sandbox that answers: the same for `--json` and for the welcome text. */
export type Ready = Awaited<ReturnType<typeof readyFacts>>

export async function readyFacts(
  { sandbox, url, upstreams, controlToken, agentUrl }: RunningSandbox,
  { vpcd, pcsc = false }: Pick<SandboxOptions, 'vpcd' | 'pcsc'> = {},
) {
  // As kept, not as at the beginning: the secret keys may have been changed before a restart.
  const { settings } = (await sandbox.workspace(defaultWorkspace))!
  const { control, accounts, store, version, zones } = statusOf(sandbox, defaultWorkspace, settings)
  return {
    url,
    upstreams,
    zones,
    /** The card agent by itself, where web pages look for it. */
    ...(agentUrl === undefined ? {} : { agent: agentUrl }),
    /** Whose readers the agent reads: the workspace's own or the machine's. */
    ...(pcsc && { pcsc }),
    /** Where the cards are for PC/SC programs. */
    ...(vpcd && { vpcd: `${vpcd.host}:${vpcd.port}` }),
    /** Base URL of each account centre that gives out tokens. */
    issuers: issuerBases(sandbox),
    control,
    workspaces: await workspaceBases(sandbox),
    secretKeys: settings.secretKeys,
    accounts,
    store,
    version,
    ...(controlToken === undefined ? {} : { controlToken }),
  }
}

/** Two account centres are one upstream on two hosts, each with its own accounts and key. */
function issuerBases(sandbox: Sandbox): Record<string, string> {
  const bases: Record<string, string> = {}
  for (const upstream of sandbox.upstreams) {
    for (const server of upstream.spec.servers ?? []) {
      const issuer = server['x-issuer']
      if (issuer !== undefined) bases[issuer] ??= `${sandbox.url}/${baseOf(upstream, server)}`
    }
  }
  return bases
}

async function workspaceBases(sandbox: Sandbox): Promise<Record<string, string>> {
  return Object.fromEntries((await sandbox.workspaceNames()).map((name) => [name, sandbox.workspaceUrl(name)]))
}
