import { type HttpHandler, http } from 'msw'
import createClient, { type Client, type Middleware } from 'openapi-fetch'
import { blueprint } from '../../composition/blueprint.ts'
import type { ControlPaths } from '../../composition/control-paths.ts'
import { defaultWorkspace } from '../../engine/gateway/address.ts'
import type { Sandbox } from '../../engine/sandbox.ts'
import { operationsOf } from '../../upstream/operation.ts'
import { openSandbox, type SandboxOptions } from '../start.ts'
import { callOf, responseOf } from './exchange.ts'

export interface MophMockOptions extends Pick<SandboxOptions, 'data' | 'store' | 'world' | 'seed'> {
  /** The workspace that answers; `default` where not given. It is made when there is none of that name. */
  workspace?: string
}

/** The simulated upstreams in this process, without a port. */
export interface MophMock {
  /** One for each real host of the specs; for `setupServer(...handlers)` of MSW. */
  readonly handlers: HttpHandler[]
  /**
   * The control API (specs/sandbox-control.yaml, specs/control/): journal, faults, clock, accounts, dashboard, the patient. A refusal is thrown, so that a
   * test never goes on without the world that it asked for.
   */
  readonly control: Client<ControlPaths>
  /** Puts the world back as it was on the first day: no bookings of yours, no faults, an empty journal. */
  reset(): Promise<void>
  /** Lets go of the store. Handlers that are still in use open no new one. */
  close(): Promise<void>
}

/**
 * Simulates the MOPH APIs in this process: requests to the real URLs (`https://cvp1.moph.go.th/…`) are answered by the same mocks, with the
 * same checks, state and journal as those of `moph-sandbox start`. The world opens with the first request.
 *
 * @example
 * const moph = createMophMock()
 * const server = setupServer(...moph.handlers)
 * beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
 * afterEach(() => moph.reset())
 * afterAll(async () => {
 *   server.close()
 *   await moph.close()
 * })
 */
export function createMophMock(options: MophMockOptions = {}): MophMock {
  const world = lazily(() => openWorld(options))
  const prefix = options.workspace === undefined ? '' : `/w/${options.workspace}`

  /** One request in, one response out. `root` is what stands before the request's own path: a real host, or nothing for the control API. */
  const answer = async (request: Request, root: string): Promise<Response> => {
    const { pathname, search } = new URL(request.url)
    const sandbox = await world.open()
    return responseOf(await sandbox.handle(await callOf(request, `${prefix}${root}${pathname}${search}`)))
  }
  const control = createClient<ControlPaths>({ baseUrl: 'http://sandbox.invalid/control', fetch: (request) => answer(request, '') })
  control.use(refusalsThrow)

  return {
    handlers: realOrigins().map(({ origin, host }) => http.all(`${origin}/*`, ({ request }) => answer(request, `/${host}`))),
    control,
    reset: async () => {
      await control.POST('/reset')
    },
    close: () => world.close(),
  }
}

async function openWorld({ workspace = defaultWorkspace, world, seed, ...place }: MophMockOptions): Promise<Sandbox> {
  const fresh = { ...(world === undefined ? {} : { world }), ...(seed === undefined ? {} : { seed }) }
  const sandbox = await openSandbox({ ...place, ...fresh })
  if (workspace !== defaultWorkspace) await sandbox.make(workspace, fresh)
  return sandbox
}

/** Every host that a spec names, once; servers that share one share its handler. */
function realOrigins(): { origin: string; host: string }[] {
  const servers = blueprint.upstreams.flatMap(operationsOf).flatMap(({ servers }) => servers)
  const hosts = new Map(servers.map(({ url }) => [new URL(url).origin, new URL(url).host]))
  return [...hosts].map(([origin, host]) => ({ origin, host }))
}

const refusalsThrow: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return
    const { pathname, search } = new URL(request.url)
    throw new Error(`moph-sandbox refused ${request.method} ${pathname}${search} with ${response.status}: ${await response.text()}`)
  },
}

interface Lazy<Thing> {
  open(): Promise<Thing>
  close(): Promise<void>
}

/** Opened by the first who asks, and once. */
function lazily<Thing extends { close(): Promise<void> }>(open: () => Promise<Thing>): Lazy<Thing> {
  let opening: Promise<Thing> | undefined
  let closed = false
  return {
    open() {
      if (closed) throw new Error('This MOPH mock is closed: create a new one')
      opening ??= open()
      return opening
    },
    async close() {
      closed = true
      await (await opening)?.close()
    },
  }
}
