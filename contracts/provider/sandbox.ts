import createClient, { type Client } from 'openapi-fetch'
import type { Issuer } from '../../mocks/moph-account/accounts.ts'
import { passwordHash, testSecretKeys } from '../../mocks/moph-account/keys.ts'
import type { ControlPaths } from '../../src/composition/control-paths.ts'
import type { UpstreamName } from '../../src/doors/client/index.ts'
import { type RunningSandbox, startSandbox } from '../../src/doors/start.ts'

/** Where an upstream is, if not on the host of the first two. */
const realBases: Partial<Record<UpstreamName, string>> = {
  'moph-claim': 'claim-nhso.moph.go.th',
  'moph-connect': 'mophconnect.go.th/test/api',
  'nhso-authen': 'test.nhso.go.th',
  'nhso-agent': 'localhost:8189',
}

/** A running sandbox in the role of the provider: its world is one that a test can bring into any state. */
export class ProviderSandbox {
  readonly #running: RunningSandbox
  readonly control: Client<ControlPaths>
  readonly #base: string
  /** What an `Authorization` header of a pact is replaced with; the state of an interaction says which token it is. */
  token = ''

  private constructor(running: RunningSandbox, workspace: string) {
    this.#running = running
    this.#base = `${running.url}/w/${workspace}`
    this.control = createClient<ControlPaths>({ baseUrl: `${running.url}/w/${workspace}/control` })
    // A state that can't be brought about must fail the interaction, not leave it on another one.
    this.control.use({
      async onResponse({ request, response }) {
        if (!response.ok) throw new Error(`${request.method} ${request.url}: ${response.status} ${await response.text()}`)
      },
    })
  }

  static async start({ now }: { now: string }): Promise<ProviderSandbox> {
    const running = await startSandbox({ port: 0 })
    const provider = new ProviderSandbox(running, 'pacts')
    await createClient<ControlPaths>({ baseUrl: `${running.url}/control` }).POST('/workspaces', { body: { name: 'pacts', now } })
    await provider.control.POST('/snapshots', { body: { name: 'start' } })
    return provider
  }

  /** Base URL of an upstream. */
  urlOf(provider: UpstreamName): string {
    return `${this.#base}/${realBases[provider] ?? 'cvp1.moph.go.th'}`
  }

  /** The world as it was at the start, its clock included. */
  async restore(): Promise<void> {
    this.token = ''
    await this.control.POST('/snapshots/{name}/restore', { params: { path: { name: 'start' } } })
  }

  /** From here on the calls carry a token of this account. */
  async logIn(user: string, issuer: Issuer = 'cvp1'): Promise<void> {
    const reply = await fetch(`${this.#base}/${issuer}.moph.go.th/token?Action=get_moph_access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user, password_hash: passwordHash('Password-1', testSecretKeys[issuer]), hospital_code: '99999' }),
    })
    if (!reply.ok) throw new Error(`Login of ${user}: ${reply.status} ${await reply.text()}`)
    this.token = await reply.text()
  }

  close(): Promise<void> {
    return this.#running.close()
  }
}
