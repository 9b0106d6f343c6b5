import type { ErrorObject, ValidateFunction } from 'ajv'
import { RateLimitedError, RefusedError } from '../../src/doors/client/index.ts'
import type { Check } from '../../src/engine/results/step.ts'
import { compileReplySchema } from '../../src/upstream/schema.ts'
import { type OperationName, specOperation } from './operations.ts'
import { Skip } from './skip.ts'
import type { Stage } from './stage.ts'

/** Thrown where an expectation does not hold; the message says what was expected and what was seen. */
export class Unmet extends Error {}

/** How a call is expected to be refused. */
export interface Refusal {
  /** HTTP status. */
  status: number
  /** The rule of the spec by which a sandbox refuses it: a refusal for another reason is none. */
  rule: string
}

/** The words in which steps say what they expect. Each is a named check of the report; the first that does not hold ends the step. */
export class Expectations {
  readonly checks: Check[] = []
  /** What the reply holds beyond the spec; no fault, but worth knowing. */
  readonly beyondSpec = new Set<string>()
  readonly #operation: OperationName
  readonly #stage: Stage

  constructor(operation: OperationName, stage: Stage) {
    this.#operation = operation
    this.#stage = stage
  }

  equal(name: string, seen: unknown, expected: unknown): void {
    this.that(name, JSON.stringify(seen) === JSON.stringify(expected), shown(expected), shown(seen))
  }

  /** Any expectation; the texts tell what was expected, and what was seen instead. */
  that(name: string, ok: boolean, expected: string, instead: string): void {
    this.checks.push({ name, ok, expected, seen: ok ? expected : instead })
    if (!ok) throw new Unmet(`${name}: expected ${expected}, seen ${instead}`)
  }

  /** Something that a sandbox must have. A real hospital may have none, and then there is nothing to compare. */
  found<Thing>(name: string, thing: Thing | undefined): Thing {
    if (thing === undefined && this.#stage.target.kind === 'zone') throw new Skip(`there is no ${name}, so there is nothing to compare`)
    this.that(`there is a ${name}`, thing !== undefined, 'one', 'none')
    return thing!
  }

  /** The `result` of the reply has the form that the spec gives it. */
  asInSpec(result: unknown): void {
    const validate = resultValidator(this.#operation)
    validate(result)
    const errors = validate.errors ?? []
    for (const error of errors.filter(isBeyondSpec)) this.beyondSpec.add(propertyBeyondSpec(error))
    const [breach] = errors.filter((error) => !isBeyondSpec(error))
    const name = 'the result has the form of the spec'
    this.that(name, breach === undefined, expectedOf(breach), breach ? `${shownOf(breach)} at /result${breach.instancePath}` : 'the same')
  }

  /** The call is refused, with this status and, where the target says why, by this rule. No status of a refusal is documented. */
  async refused(name: string, { status, rule }: Refusal, call: () => Promise<unknown>): Promise<void> {
    const seen = await call().then(
      () => undefined,
      (error: unknown) => {
        // Too many calls is no answer to this one.
        if (!(error instanceof RefusedError) || error instanceof RateLimitedError) throw error
        return error.status
      },
    )
    const instead = seen === undefined ? 'that it was carried out' : `a refusal with ${seen}`
    this.that(name, seen === status, `a refusal with ${status} (assumed, not documented)`, instead)
    const rules = await this.#stage.lastRules?.()
    if (rules) this.that(`${name}, for the right reason`, rules.includes(rule), `the rule ${rule}`, rules.join(', ') || 'no rule')
  }
}

const validators = new Map<OperationName, ValidateFunction>()

function resultValidator(operation: OperationName): ValidateFunction {
  const validate = validators.get(operation) ?? compileReplySchema(specOperation(operation).result!)
  validators.set(operation, validate)
  return validate
}

const longest = 120

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function isBeyondSpec({ keyword }: ErrorObject): boolean {
  return keyword === 'additionalProperties' || keyword === 'unevaluatedProperties'
}

function propertyBeyondSpec({ params }: ErrorObject): string {
  return String(params.additionalProperty ?? params.unevaluatedProperty)
}

function expectedOf(error: ErrorObject | undefined): string {
  return error ? (error.message ?? error.keyword).replace(/^must (be |have )?/, '') : 'the form of the spec'
}

/** Properties that tell of a person: a reply of a real zone must not end up in a report. */
const personal =
  /\/(cid|prefix|first_name|last_name|birth_date|phone_number|mobile_phone|comment|pid|firstName|lastName|fullName|fname|lname|image|token|birthDate|age)$/

function shownOf({ data, instancePath }: ErrorObject): string {
  if (data !== null && typeof data === 'object') return Array.isArray(data) ? 'a list' : `an object of ${Object.keys(data).join(', ')}`
  return personal.test(instancePath) ? `(a ${typeof data}, not shown)` : shown(data)
}
