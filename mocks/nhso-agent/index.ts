import { cardTables } from '../../hardware/tables.ts'
import spec from '../../src/generated/nhso-agent.json' with { type: 'json' }
import type { operations } from '../../src/generated/nhso-agent.ts'
import type { Document } from '../../src/upstream/document.ts'
import type { Upstream } from '../../src/upstream/upstream.ts'
import { jsonType } from '../moph-common/envelope.ts'
import { authenTables } from '../nhso-authen/tables.ts'
import { populationTables } from '../population/tables.ts'
import { confirmSave } from './confirmSave.ts'
import { springFailure } from './failure.ts'
import { frontPage } from './frontPage.ts'
import { getLatestAuthenCode } from './getLatestAuthenCode.ts'
import { getPreference, getPreferenceByDoubledPath } from './getPreference.ts'
import { listLatestAuthenCodes } from './listLatestAuthenCodes.ts'
import { listTerminals } from './listTerminals.ts'
import { probeRight } from './probeRight.ts'
import { readCard } from './readCard.ts'
import { readCardOnly } from './readCardOnly.ts'
import { saveAsDraft } from './saveAsDraft.ts'
import { agentTables } from './tables.ts'

/** NHSO Secure SmartCard Agent: the local program between a card reader and NHSO, whose state it has from nhso-authen. */
export const nhsoAgent: Upstream<operations> = {
  name: 'nhso-agent',
  spec: spec as unknown as Document,
  operations: {
    listTerminals,
    readCard,
    readCardOnly,
    probeRight,
    saveAsDraft,
    confirmSave,
    getLatestAuthenCode,
    listLatestAuthenCodes,
    getPreference,
    getPreferenceByDoubledPath,
  },
  tables: [populationTables, authenTables, cardTables, agentTables],
  page: frontPage,
  cors: ({ switches }) => switches['nhso-agent'].cors,
  // A slow card must not keep other calls waiting.
  ownTransaction: ['readCard'],
  success: (value) => ({ contentType: jsonType, body: JSON.stringify(value), value }),
  failure: springFailure,
  subject: ({ body }) => {
    const pid = (body as { pid?: unknown } | null | undefined)?.pid
    return typeof pid === 'string' ? pid : undefined
  },
}
