import spec from '../../src/generated/moph-account.json' with { type: 'json' }
import type { operations } from '../../src/generated/moph-account.ts'
import type { Document } from '../../src/upstream/document.ts'
import type { Upstream } from '../../src/upstream/upstream.ts'
import { errorBody, jsonType, textType } from '../moph-common/envelope.ts'
import { overPace } from '../moph-common/pace.ts'
import { populationTables } from '../population/tables.ts'
import { financeAnswers } from './finance/answers.ts'
import { financeTables } from './finance/tables.ts'
import { getMophAccessToken } from './getMophAccessToken.ts'
import { getMophAccessTokenByQuery } from './getMophAccessTokenByQuery.ts'
import { accountTables } from './tables.ts'

/** MOPH Account Center and MOPH Finance Account Center: tokens, and how one comes by an account of the latter. */
export const mophAccount: Upstream<operations> = {
  name: 'moph-account',
  spec: spec as unknown as Document,
  operations: { getMophAccessToken, getMophAccessTokenByQuery },
  tables: [populationTables, accountTables, financeTables],
  due: financeAnswers,
  success(token, { settings }) {
    const quoted = settings.switches['moph-account'].token_form === 'quoted'
    return { contentType: quoted ? jsonType : textType, body: quoted ? JSON.stringify(token) : String(token), value: token }
  },
  failure: (status, problem, world) => errorBody(world.settings.switches['moph-account'].error_form, status, problem, world),
  pace: (_caller, pace, world) =>
    world.settings.switches['moph-account'].rate_rule ? overPace(`login from ${world.via.address}`, pace, world) : undefined,
  subject: ({ query, body }) => subjectOf(body) ?? subjectOf(query),
}

function subjectOf(credentials: unknown): string | undefined {
  const { user, username } = (credentials ?? {}) as { user?: unknown; username?: unknown }
  return typeof user === 'string' ? user : typeof username === 'string' ? username : undefined
}
