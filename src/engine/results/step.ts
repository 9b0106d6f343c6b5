import type { Text } from '../../upstream/document.ts'
import type { Verdict } from './verdict.ts'

/** One expectation and how it turned out. */
export interface Check {
  name: string
  ok: boolean
  expected: string
  seen: string
}

/** One request as it went over the wire, without what a patient or a secret could be read from. */
export interface WireCall {
  operation: string
  method: string
  /** HTTP status; undefined where no reply came. */
  status: number | undefined
  ms: number
}

export interface StepResult {
  id: string
  title: Text
  operation: string
  effect: 'read' | 'write'
  verdict: Verdict
  /** What was found where it passed; else what was expected and seen, or why it was not played. */
  message: string
  /** Time spent on the wire. */
  ms: number
  checks: readonly Check[]
  calls: readonly WireCall[]
}
