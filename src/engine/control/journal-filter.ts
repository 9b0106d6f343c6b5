import type { operations, Rule } from '../../generated/sandbox-control.ts'
import { refusals } from '../../upstream/refusal.ts'
import { gatewayRules, schemaRules } from '../gateway/rules.ts'
import { closestName } from '../gateway/texts.ts'
import type { EntryHead } from '../journal/journal.ts'
import type { Controlled } from './controlled.ts'

export type Filter = NonNullable<operations['queryJournal']['parameters']['query']>

const refuse = refusals<Rule>()
const severities = ['any', 'error', 'warning', 'info']

/** A filter that names nothing there is would find nothing for ever, and a pipeline that counts would be content: it is refused. */
export function refuseUnknownNames({ operation, upstream, finding }: Filter, sandbox: Controlled): void {
  const operations = sandbox.operations()
  refuseUnknown(
    'operation',
    operation,
    operations.map(({ id }) => id),
  )
  refuseUnknown(
    'upstream',
    upstream,
    sandbox.upstreams.map(({ name }) => name),
  )
  if (finding === undefined || severities.includes(finding)) return
  const rules = operations.flatMap(({ upstream, ownRules }) => ownRules.map((rule) => `${upstream.name}/${rule}`))
  const own = [...gatewayRules, ...schemaRules, ...rules]
  if (own.some((rule) => rule === finding || rule.endsWith(`/${finding}`))) return
  refuseUnknown('finding', finding, [...severities, ...new Set(own)])
}

function refuseUnknown(name: keyof Filter, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return
  throw refuse('unknown-filter', { pointer: `/query/${name}`, seen: value, hint: closestName(value, known.slice(0, 300)) })
}

export function matches({ operation, upstream, time, findings }: EntryHead, filter: Filter): boolean {
  const { finding } = filter
  return (
    (filter.operation === undefined || operation === filter.operation) &&
    (filter.upstream === undefined || upstream === filter.upstream) &&
    (filter.from === undefined || Date.parse(time) >= Date.parse(filter.from)) &&
    (filter.to === undefined || Date.parse(time) <= Date.parse(filter.to)) &&
    (finding === undefined ||
      findings.some(({ rule, severity }) => finding === 'any' || rule === finding || rule.endsWith(`/${finding}`) || severity === finding))
  )
}
