import type { Text } from './document.ts'

/** Where in the call the reason lies. */
export interface RefusalPlace {
  /** JSON pointer. */
  pointer: string
  /** The value there; secrets as `(secret)`. */
  seen?: unknown
  /** In place of the rule's hint, where more is known. */
  hint?: Text
  /** What the call changed stays (a counted failed login); otherwise the transaction is rolled back. */
  keepsChanges?: boolean
}

/** Thrown by an operation: the upstream refuses the call by one of the rules of its spec. */
export class Refusal extends Error {
  readonly rule: string
  readonly at: RefusalPlace

  constructor(rule: string, at: RefusalPlace) {
    super(rule)
    this.rule = rule
    this.at = at
  }
}

/** The refusals of one upstream; `Rule` is the union generated from its spec. */
export function refusals<Rule extends string>() {
  return (rule: Rule, at: RefusalPlace): Refusal => new Refusal(rule, at)
}
