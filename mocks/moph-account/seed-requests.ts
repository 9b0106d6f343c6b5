import type { SeedRequest } from '../testing/seed-request.ts'

/** As the MOPH Claim and Finance Account Center guide prints it, but for the login and the password, which could be somebody's. */
export const accountSeedRequests = {
  getMophAccessToken: {
    section: 'step 3',
    method: 'POST',
    url: 'https://fdh.moph.go.th/token?Action=get_moph_access_token',
    body: `{
    "username": "moph-test",
    "password": "Password-1"
}`,
  },
} satisfies Record<string, SeedRequest>
