import { randomBytes } from 'node:crypto'
import { blueprint } from '../composition/blueprint.ts'
import { ControlGuard } from '../engine/control/guard.ts'
import { defaultWorkspace } from '../engine/gateway/address.ts'
import type { JournalMax } from '../engine/journal/retention.ts'
import { Sandbox } from '../engine/sandbox.ts'
import { sqliteStore } from '../engine/store/sqlite.ts'
import type { Store } from '../engine/store/store.ts'
import type { Settings } from '../upstream/settings.ts'
import type { Devices } from '../upstream/world.ts'
import { type Listening, listen } from './http/server.ts'

export interface SandboxOptions {
  /** 4010 by default; 0 takes any free one. */
  port?: number
  /**
   * A second port, for the card agent alone, at which web pages look for it: 8189 as at a hospital's computer, 0 for any free one. Where it
   * is taken (by a real agent), a free one is used. None where not given.
   */
  agentPort?: number | undefined
  /** Address of that port; 127.0.0.1 by default, whatever `host` is: it asks for no token, and with `pcsc` it reads real cards. */
  agentHost?: string
  /** Address to listen on; 127.0.0.1 by default. Anything but loopback makes the control API ask for its token. */
  host?: string
  /** Folder that keeps state and journal; in memory without it. */
  data?: string
  /** `postgres://…`: state and journal in PostgreSQL, for several processes. */
  store?: string
  /** `demo` (default) or `empty`. */
  world?: Settings['world']
  /** With `data`: what the journals may take, all workspaces together; 512 MB where not given. The oldest goes first. */
  journalMax?: JournalMax
  /** Seed of the generator that draws probabilities; 1 by default. */
  seed?: number
  /** Names under which the sandbox may be addressed from elsewhere. */
  allowedHosts?: readonly string[]
  /** Token of the control API; made up where one is needed and none is given. */
  controlToken?: string
  /** Puts the cards of the default workspace's readers into the slots of vpcd, where PC/SC programs see them: where its first slot listens. */
  vpcd?: { host: string; port: number }
  /** The card agent reads the machine's own readers, through PC/SC, in place of the workspace's. */
  pcsc?: boolean
  /** Devices of an embedder's own: another source of cards. */
  devices?: Devices
}

export interface RunningSandbox {
  sandbox: Sandbox
  /** `http://127.0.0.1:4010` */
  url: string
  /** Base URL of each upstream in the default workspace. */
  upstreams: Record<string, string>
  controlToken: string | undefined
  /** Where the card agent listens by itself. */
  agentUrl: string | undefined
  close(): Promise<void>
}

/** A sandbox without sockets, for MSW and for tests. */
export async function openSandbox({
  data,
  store,
  world,
  seed,
  devices = {},
  journalMax,
}: Pick<SandboxOptions, 'data' | 'store' | 'world' | 'seed' | 'devices' | 'journalMax'> = {}): Promise<Sandbox> {
  const fresh = { ...(world === undefined ? {} : { world }), ...(seed === undefined ? {} : { seed }) }
  return Sandbox.open(await openStore(data, store), { ...blueprint, devices }, fresh, journalMax)
}

/** Starts the sandbox; resolves when it answers. */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const { port = 4010, host = '127.0.0.1', allowedHosts = [] } = options
  const controlToken = options.controlToken ?? (isLoopback(host) ? undefined : randomBytes(24).toString('base64url'))
  const devices = options.devices ?? {}
  const sandbox = await openSandbox({ ...options, devices })
  sandbox.guard = new ControlGuard([...allowedHosts, host], controlToken)
  const servers: Pick<Listening, 'close'>[] = []
  const close = async () => {
    await Promise.all(servers.map((server) => server.close()))
    await sandbox.close()
  }
  try {
    servers.push(...(await attach(devices, sandbox, options)))
    const server = await listen(sandbox, { host, port })
    servers.push(server)
    sandbox.url = server.url
    const agent =
      options.agentPort === undefined ? undefined : await listenAsAgent(sandbox, options.agentHost ?? '127.0.0.1', options.agentPort)
    if (agent) servers.push(agent)
    return { sandbox, url: server.url, upstreams: sandbox.baseUrls('default'), controlToken, agentUrl: agent?.url, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The machine's own card readers and PC/SC, loaded only where they are used. */
async function attach(
  devices: Devices,
  sandbox: Sandbox,
  { vpcd, pcsc = false }: Pick<SandboxOptions, 'vpcd' | 'pcsc'>,
): Promise<{ close(): Promise<void> }[]> {
  if (!vpcd && !pcsc) return []
  const { linkWithVpcd, readThroughPcsc } = await import('../composition/devices.ts')
  return [
    ...(pcsc ? [await readThroughPcsc(devices)] : []),
    ...(vpcd ? [await linkWithVpcd(devices, (await sandbox.workspace(defaultWorkspace))!, slotOf(vpcd))] : []),
  ]
}

/** Each slot of vpcd listens one port further. */
const slotOf =
  ({ host, port }: NonNullable<SandboxOptions['vpcd']>) =>
  (slot: number) => ({ host, port: port + slot })

/** A taken port is no reason not to start: the agent is reached under the sandbox's own address too. */
async function listenAsAgent(sandbox: Sandbox, host: string, port: number): Promise<Listening> {
  const realHost = 'localhost:8189'
  try {
    return await listen(sandbox, { host, port, realHost })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return listen(sandbox, { host, port: 0, realHost })
  }
}

/** Where state is kept: memory, a folder, or PostgreSQL. */
export async function openStore(data: string | undefined, url: string | undefined): Promise<Store> {
  if (url === undefined) return sqliteStore(data)
  // Loaded only where it is used: most sandboxes never talk to PostgreSQL.
  const { postgresStore } = await import('../engine/store/postgres.ts')
  return postgresStore(url)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}
