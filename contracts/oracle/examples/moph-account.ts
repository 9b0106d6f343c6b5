import type { MophClient } from '../../../src/doors/client/index.ts'
import type { Surroundings } from '../suite.ts'

export const accountExamples = {
  getMophAccessToken: ({ account }) => account.token(),
  // The reference client puts no hash into a URL.
  getMophAccessTokenByQuery: async (_client, { oracle, control }) => {
    const [{ user, password_hash, hospital_code }] = (await control('GET', '/status')).accounts
    const query = new URLSearchParams({ Action: 'get_moph_access_token', user, password_hash, hospital_code })
    const { ok, status } = await fetch(`${oracle}/token?${query}`)
    if (!ok) throw new Error(`Refused: ${status}`)
  },
} satisfies Record<string, (client: MophClient, surroundings: Surroundings) => Promise<unknown>>
