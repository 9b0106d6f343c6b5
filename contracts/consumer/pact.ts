import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MatchersV3, PactV3, type Rules, type V3Interaction } from '@pact-foundation/pact'
import { afterAll, describe, expect, it } from 'vitest'
import { testSecretKeys } from '../../mocks/moph-account/keys.ts'
import { createMophClient, type MophClient, type UpstreamName } from '../../src/doors/client/index.ts'
import { plain, startServer } from '../../src/doors/client/testing/server.ts'
import { now } from './now.ts'

// Pact's core reports each use to its makers unless told not to.
process.env.PACT_DO_NOT_TRACK = 'true'

const { like, regex } = MatchersV3
const claims = { sub: 'demo@99999', exp: Date.parse(now) / 1000 + 5 * 3600 }
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token in the pacts: the form is what matters, the provider's tests put a real one in its place. */
export const exampleToken = `${part({ alg: 'RS512', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`
export const tokenForm = '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$'

/** A facility's token in the pacts, in the form of those that NHSO issues. */
export const exampleFacilityToken = '00000000-0000-4000-8000-00000000abcd'

/** One call and its reply, what must hold at the provider, and what the client makes of it. */
export interface Interaction {
  title: string
  given: NonNullable<V3Interaction['states']>
  request: V3Interaction['withRequest']
  reply: V3Interaction['willRespondWith']
  /** How text in the reply is matched; in JSON the matchers stand where the values do. */
  replyRules?: Rules
  /** The facility that the client says it logs in for; 99999 where not given. */
  hospitalCode?: string
  call(client: MophClient): Promise<unknown>
}

/**
 * Plays the interactions with the reference client against Pact's mock server, and compares the pact that comes out with the committed one.
 * `vitest run contracts/consumer -u` commits the new one.
 */
export function describePact(provider: UpstreamName, interactions: readonly Interaction[]): void {
  describe(`The pact of the reference client with ${provider}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-pact-'))
    const name = `moph-sandbox-client-${provider}.json`
    afterAll(() => rmSync(folder, { recursive: true }))

    it.each(interactions)('$title', async ({ title, given, request, reply, replyRules, hospitalCode, call }) => {
      const pact = new PactV3({ consumer: 'moph-sandbox-client', provider, dir: folder, logLevel: 'error' })
      pact.addInteraction({ states: given, uponReceiving: title, withRequest: request, willRespondWith: reply })
      if (replyRules) pact.withResponseMatchingRules(request, replyRules)
      await pact.executeTest(async ({ url }) => call(await clientOf(provider, url, hospitalCode)))
    })

    it(`is contracts/pacts/${name}`, async () => {
      const pact = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      expect(pact.interactions, 'every interaction, so that no pact is committed with some missing').toHaveLength(interactions.length)
      await expect(stable(pact)).toMatchFileSnapshot(`../pacts/${name}`)
    })
  })
}

/** A client of the mock server. It logs in elsewhere, unless the login is what the pact is about. */
async function clientOf(provider: UpstreamName, mockServer: string, hospitalCode = '99999'): Promise<MophClient> {
  const login = provider === 'moph-account' ? mockServer : (await startServer(plain(200, exampleToken))).origin
  const credentials = { user: 'demo', password: 'Password-1', secretKey: testSecretKeys.cvp1, hospitalCode }
  return createMophClient({
    baseUrls: { 'moph-account': login, 'moph-appointment': mockServer, [provider]: mockServer },
    credentials,
    finance: { accountUrl: login, credentials },
    nhso: { token: exampleFacilityToken },
    clock: () => Date.parse(now),
  })
}

interface PactFile {
  interactions: { description: string }[]
  metadata: { pactSpecification: unknown }
}

/** The same bytes whenever the same is meant: in order of the titles, without the versions of the tools. */
function stable({ interactions, metadata: { pactSpecification }, ...names }: PactFile): string {
  const inOrder = interactions.toSorted((one, other) => (one.description < other.description ? -1 : 1))
  return `${JSON.stringify({ ...names, interactions: inOrder, metadata: { pactSpecification } }, null, 2)}\n`
}

/** A refusal in the envelope; of its body the client reads these two. */
export function refusal(status: number, message: string): Interaction['reply'] {
  return {
    status,
    headers: { 'Content-Type': regex('^application/json.*', 'application/json; charset=utf-8') },
    body: { MessageCode: status, Message: like(message) },
  }
}
