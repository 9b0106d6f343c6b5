import type { Provenance, Text } from './document.ts'

export type Severity = 'error' | 'warning' | 'info'

/** One thing wrong with a call or reply. */
export interface Finding {
  /** Stable name of what was broken: `schema/pattern`, `unknown-property`, `moph-appointment/schedule-full` … */
  rule: string
  severity: Severity
  in: 'request' | 'reply'
  /** JSON pointer into the call or reply: `/query/hospital_code`, `/body/person/cid`, `/headers/authorization`. */
  pointer: string
  /** What was there, as JSON, shortened; `(secret)` for secrets, `(absent)` for nothing. */
  seen: string
  text: Text
  hint: Text
  provenance: Provenance
}

/** A finding whose call can't be answered because of it, or can. */
export interface Judged {
  finding: Finding
  refuses: boolean
}

/** A breach of a documented or observed rule is an error; of an assumed one, a warning. */
export function severityOf(provenance: Provenance): Severity {
  return provenance.level === 'assumed' ? 'warning' : 'error'
}

const longest = 120

/** How a value is shown in a finding. */
export function shown(value: unknown): string {
  if (value === undefined) return '(absent)'
  const json = JSON.stringify(value) ?? String(value)
  return json.length > longest ? `${json.slice(0, longest)}… (${json.length} characters)` : json
}
