/** Thrown by an operation: the upstream refuses the call by one of the rules of its spec. */
export class Refusal extends Error {
  readonly rule: string
  readonly at: { pointer: string; seen?: unknown }
  /** What the call changed stays (a counted failed login); otherwise the transaction is rolled back. */
  readonly keepsChanges: boolean

  constructor(rule: string, at: { pointer: string; seen?: unknown; keepsChanges?: boolean; detail?: string }) {
    super(rule)
    this.rule = rule
    this.at = at
    this.keepsChanges = at.keepsChanges ?? false
  }
}

/** The refusals of one upstream; `Rule` is the union generated from its spec. */
export function refusals<Rule extends string>() {
  return (rule: Rule, at: { pointer: string; seen?: unknown; keepsChanges?: boolean }): Refusal => new Refusal(rule, at)
}
