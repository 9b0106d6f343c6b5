import spec from '../../generated/sandbox-control.json' with { type: 'json' }
import type { operations } from '../../generated/sandbox-control.ts'
import type { ControlPart } from '../../upstream/control-part.ts'
import type { Document, RuleText } from '../../upstream/document.ts'
import type { AnyUpstream, Body, OperationFunctions } from '../../upstream/upstream.ts'
import { clockActions } from './clock.ts'
import type { Controlled } from './controlled.ts'
import { faultActions } from './faults.ts'
import { journalActions } from './journal.ts'
import { switchActions } from './switches.ts'
import { workspaceActions } from './workspaces.ts'

const jsonType = 'application/json; charset=utf-8'

/** The control API: described by its own specs, checked and answered like an upstream. One for the sandbox itself, one for each part. */
export function controlUpstreams(sandbox: Controlled): AnyUpstream[] {
  const own: ControlPart = {
    spec: spec as unknown as Document,
    operations: {
      ...workspaceActions(sandbox),
      ...clockActions(sandbox),
      ...switchActions,
      ...faultActions(sandbox),
      ...journalActions(sandbox),
    } satisfies OperationFunctions<operations>,
  }
  return [own, ...sandbox.blueprint.controlParts].map(controlUpstream)
}

function controlUpstream({ spec, operations, ownTransaction = [] }: ControlPart): AnyUpstream {
  return {
    name: 'control',
    spec,
    operations,
    tables: [],
    // No HIS calls this; a mistyped name in a test must not go unnoticed.
    strict: true,
    ownTransaction: [
      ...ownTransaction,
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

const seeSpec = { th: 'ดู specs/sandbox-control.yaml และ specs/control/', en: 'See specs/sandbox-control.yaml and specs/control/.' }

function errorBody(rule: string, { th, en, hint }: Pick<RuleText, 'th' | 'en' | 'hint'>): Body {
  return { contentType: jsonType, body: JSON.stringify({ error: { rule, th, en, hint } }) }
}
