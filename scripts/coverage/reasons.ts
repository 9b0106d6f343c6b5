import type { Axis } from './axes.ts'

/** By operation, then by axis. */
export type Reasons = Readonly<Record<string, Partial<Record<Axis, string>>>>

/**
 * Why a cell of docs/coverage.md is empty by nature. A cell without proof and without a reason here fails the generation, and so does a
 * reason for a cell that has proof.
 */
export const reasons: Reasons = {
  getMophAccessTokenByQuery: {
    client: 'puts a hash into a URL, which a reference client does not',
    scenario: 'as it has no client method',
    pact: 'as it has no client method',
  },
  sendMessageTarget: {
    seed: 'its manual is not among the documents that this project could keep; the examples in the spec have its form',
  },
  getPreferenceByDoubledPath: {
    client: 'a path that one client has by mistake, which a reference client does not send',
    scenario: 'as it has no client method',
    pact: 'as it has no client method',
    prism: 'the same reply as that of the operation beside it',
    errors: 'all but 500, by form; a fault is played on the operation beside it',
  },
}

/** Why no document's example of an operation can be a test: by the level of its provenance. */
export const noSeed = {
  documented: undefined,
  observed: 'seen in public clients: no document prints it',
  assumed: 'ours: no document prints it',
} as const
