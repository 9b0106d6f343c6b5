import type { LineDelivery } from '../scenarios/stage.ts'

/** A sandbox could not be reached: says nothing about right or wrong. */
export class OutOfReach extends Error {}
/** What answered is no sandbox, or does not let us in. */
export class NoSandbox extends Error {}

interface SandboxAccount {
  issuer: string
  user: string
  password_hash: string
  hospital_code: string
}

interface Status {
  version: string
  url: string
  upstreams: Record<string, string>
  /** Of the upstreams with several zones, by zone. */
  zones: Record<string, Record<string, string>>
  accounts: SandboxAccount[]
}

/** The few calls of the control API that a run needs (specs/sandbox-control.yaml). */
export class ControlApi {
  readonly #base: string
  readonly #token: string | undefined

  /** `base`: the sandbox's address, or that of a workspace of it. */
  constructor(base: string, token: string | undefined) {
    this.#base = base
    this.#token = token
  }

  async status(): Promise<Status> {
    return (await this.#send('GET', '/status', isStatus)) as Status
  }

  /** Makes a workspace with the demo world; gives the path under which it is reached. */
  async createWorkspace(name: string): Promise<string> {
    const { url } = (await this.#send('POST', '/workspaces', isWorkspace, { name, world: 'demo' })) as { url: string }
    return new URL(url).pathname
  }

  async deleteWorkspace(name: string): Promise<void> {
    await this.#send('DELETE', `/workspaces/${name}`, () => true)
  }

  /** Names of the rules in the findings on the newest exchange. */
  async lastRules(): Promise<string[]> {
    const [exchange] = (await this.#send('GET', '/journal?limit=1', Array.isArray)) as { findings: { rule: string }[] }[]
    return exchange?.findings.map(({ rule }) => rule) ?? []
  }

  async advanceClock(by: { minutes: number }): Promise<void> {
    await this.#send('POST', '/clock/advance', () => true, by)
  }

  /** What lies in the LINE chat of a MOPH Connect user, in the test zone. */
  async lineChat(user: string): Promise<LineDelivery[]> {
    return (await this.#send('GET', `/connect/chats/test/${user}/deliveries`, Array.isArray)) as LineDelivery[]
  }

  /** The token of a facility in NHSO's test zone. */
  async facilityToken(hcode: string): Promise<string> {
    const { token } = (await this.#send('GET', `/nhso/test/tokens/${hcode}`, (reply) => hasFields(reply, ['token']))) as { token: string }
    return token
  }

  /** Puts a card of the demo world into its reader. */
  async insertCard(card: string): Promise<void> {
    await this.#send('POST', '/agent/readers/reader-1/insert', () => true, { card })
  }

  async removeCard(): Promise<void> {
    await this.#send('POST', '/agent/readers/reader-1/remove', () => true)
  }

  async #send(method: string, path: string, expected: (reply: unknown) => boolean, body?: unknown): Promise<unknown> {
    const url = `${this.#base}/control${path}`
    const reply = await fetch(url, {
      method,
      headers: {
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    }).catch((error: Error) => {
      throw new OutOfReach(`the control API at ${url} does not answer: ${reasonOf(error)}`)
    })
    const text = await reply.text()
    const json = parsed(text)
    if (reply.ok && expected(json)) return json
    throw new NoSandbox(
      `${this.#base} does not answer as a sandbox does: ${method} /control${path.split('?')[0]} gave ${reply.status}${saidIn(json)}`,
    )
  }
}

function isStatus(reply: unknown): boolean {
  return hasFields(reply, ['version', 'url', 'upstreams', 'accounts'])
}

function isWorkspace(reply: unknown): boolean {
  return hasFields(reply, ['name', 'url'])
}

function hasFields(reply: unknown, names: readonly string[]): boolean {
  return reply !== null && typeof reply === 'object' && names.every((name) => name in reply)
}

/** `fetch` hides the reason below a "fetch failed". */
function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message
}

/** The sandbox's own words, which name the way out (a token, `--allow-host`). */
function saidIn(json: unknown): string {
  if (!hasFields(json, ['error'])) return ''
  const { error } = json as { error: { en?: string; hint?: { en?: string } } }
  return error.en ? `: ${error.en}. ${error.hint?.en ?? ''}`.trimEnd() : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
