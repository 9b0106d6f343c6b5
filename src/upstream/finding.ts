import type { Provenance, Text } from './document.ts'
import { concealed, secret, soundsSecret } from './secret.ts'

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

/** How a value is shown in a finding: without the tokens and hashes that may be in it. */
export function shown(value: unknown): string {
  if (value === undefined) return '(absent)'
  if (value === secret) return secret
  const json = concealed(written(value))
  return json.length > longest ? `${json.slice(0, longest)}… (${json.length} characters)` : json
}

/** A value nested too deep cannot be written out. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value, withoutSecrets) ?? String(value)
  } catch {
    return '(nested too deep to show)'
  }
}

function withoutSecrets(this: unknown, name: string, value: unknown): unknown {
  return name !== '' && !Array.isArray(this) && soundsSecret(name) ? secret : value
}
