import { upstreamActions } from '../../mocks/index.ts'
import type { Document, RuleText } from '../gateway/document.ts'
import type { Body, OperationFunctions, Upstream } from '../gateway/upstream.ts'
import spec from '../generated/sandbox-control.json' with { type: 'json' }
import type { operations } from '../generated/sandbox-control.ts'
import type { Sandbox } from '../sandbox.ts'
import { clockActions } from './clock.ts'
import { faultActions } from './faults.ts'
import { journalActions } from './journal.ts'
import { settingActions } from './settings.ts'
import { workspaceActions } from './workspaces.ts'

const jsonType = 'application/json; charset=utf-8'

/** The control API: described by its own spec, checked and answered like an upstream. */
export function controlUpstream(sandbox: Sandbox): Upstream<operations> {
  const actions: OperationFunctions<operations> = {
    ...upstreamActions,
    ...workspaceActions(sandbox),
    ...clockActions(sandbox),
    ...settingActions(sandbox),
    ...faultActions(sandbox),
    ...journalActions(sandbox),
  }
  return {
    name: 'control',
    spec: spec as unknown as Document,
    operations: actions,
    tables: [],
    // No HIS calls this; a mistyped name in a test must not go unnoticed.
    strict: true,
    ownTransaction: [
      'createWorkspace',
      'deleteWorkspace',
      'resetWorkspace',
      'takeSnapshot',
      'restoreSnapshot',
      'advanceClock',
      'setClock',
      'clearJournal',
    ],
    success: (value) => ({ contentType: jsonType, body: JSON.stringify(value), value }),
    failure: (status, { th, en, hint = seeSpec }) =>
      errorBody(status === 404 || status === 405 ? 'route' : status >= 500 ? 'sandbox-bug' : 'malformed', { th, en, hint }),
    refusal: (rule, text) => errorBody(rule, text),
  }
}

const seeSpec = { th: 'ดู specs/sandbox-control.yaml', en: 'See specs/sandbox-control.yaml.' }

function errorBody(rule: string, { th, en, hint }: Pick<RuleText, 'th' | 'en' | 'hint'>): Body {
  return { contentType: jsonType, body: JSON.stringify({ error: { rule, th, en, hint } }) }
}
