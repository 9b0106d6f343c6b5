import spec from '../../src/generated/nhso-authen.json' with { type: 'json' }
import type { operations } from '../../src/generated/nhso-authen.ts'
import type { Document } from '../../src/upstream/document.ts'
import type { Upstream } from '../../src/upstream/upstream.ts'
import { jsonType } from '../moph-common/envelope.ts'
import { populationTables } from '../population/tables.ts'
import { checkAuthenStatus } from './checkAuthenStatus.ts'
import { closeVisit } from './closeVisit.ts'
import { facilityOf } from './facility-tokens.ts'
import { getRealPerson } from './getRealPerson.ts'
import { requestAuthenCode } from './requestAuthenCode.ts'
import { authenTables } from './tables.ts'

/** NHSO's online services around authen codes; their state is also that of the web pages and of the card agent. */
export const nhsoAuthen: Upstream<operations> = {
  name: 'nhso-authen',
  spec: spec as unknown as Document,
  operations: { requestAuthenCode, getRealPerson, closeVisit, checkAuthenStatus },
  tables: [populationTables, authenTables],
  authorise: facilityOf,
  success: (value) => ({ contentType: jsonType, body: JSON.stringify(value), value }),
  failure: (_status, { th }) => ({ contentType: jsonType, body: JSON.stringify({ dataError: th }) }),
  subject: ({ query, body }) => text(query.PID) ?? text(query.personalId) ?? text((body as { pid?: unknown } | null | undefined)?.pid),
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
