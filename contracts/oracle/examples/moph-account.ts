import type { MophClient } from '../../../src/client/index.ts'

export const accountExamples = {
  getMophAccessToken: ({ account }) => account.token(),
} satisfies Record<string, (client: MophClient) => Promise<unknown>>
