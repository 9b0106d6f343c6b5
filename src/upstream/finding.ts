import { secret } from '../redaction/looks.ts'
import { redacted } from '../redaction/search.ts'
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
  /** The fault of the workspace that brought it about: no doing of the HIS. */
  fault?: string
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
/** Of what is longer only the beginning is looked at, and of an object nothing: cut off, it does not tell what is secret in it. */
const longestSearched = 64 * 1024

/** How a value is shown in a finding: without the secrets that may be in it. */
export function shown(value: unknown): string {
  if (value === undefined) return '(absent)'
  if (value === secret) return secret
  const json = written(value)
  if (json.length > longestSearched && typeof value === 'object') return `(${json.length} characters)`
  const seen = redacted(json.slice(0, longestSearched))
  const length = json.length > longestSearched ? json.length : seen.length
  return length > longest ? `${seen.slice(0, longest)}… (${length} characters)` : seen
}

/** A value nested too deep cannot be written out. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return '(nested too deep to show)'
  }
}
