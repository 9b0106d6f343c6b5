import type { ErrorObject, ValidateFunction } from 'ajv'
import { carriesSecrets } from '../../redaction/exchange/declared.ts'
import { secret } from '../../redaction/looks.ts'
import { soundsSecret } from '../../redaction/names.ts'
import type { Provenance, Schema, Text } from '../../upstream/document.ts'
import { type Finding, type Judged, severityOf, shown } from '../../upstream/finding.ts'
import type { Operation } from '../../upstream/operation.ts'
import { compileCallSchema, compileDemandSchema, compileReplySchema } from '../../upstream/schema.ts'
import { callSchema } from './call-schema.ts'
import { Choices } from './choices.ts'
import { provenanceOf } from './provenance-of.ts'
import { shortened } from './shortened.ts'
import { briefly, isGeneral, keywordText, noDocumentSays } from './texts.ts'

/** What arrived, as far as it could be read. */
export interface CallInput {
  query: Record<string, unknown>
  path: Record<string, unknown>
  body: unknown
}

const ours: Provenance = { level: 'assumed', source: 'The sandbox accepts what it does not know, and says so' }

/** Validators are compiled on first use: 300 of them at the start would cost a second. */
const callValidators = new WeakMap<Operation, Validators>()
const demandValidators = new WeakMap<Operation, ValidateFunction>()
const replyValidators = new WeakMap<Schema, Validators>()

/** JSON Schema of parameters and body. A remark (`refuses: false`) is answered all the same. */
export function checkCall(operation: Operation, input: CallInput): Judged[] {
  const validators = once(callValidators, operation, () => validatorsOf(callSchema(operation), compileCallSchema))
  const errors = errorsOf(validators, input)
  const judged = judge(operation, 'request', errors)
  if (judged.length === 0 || judged.some(({ refuses }) => refuses)) return judged
  // Of a large value only the beginning has been looked at: what is remarked on there must not hide what is demanded behind it.
  const demands = once(demandValidators, operation, () => compileDemandSchema(callSchema(operation), operation.upstream.strict === true))
  return demands(input) ? judged : judge(operation, 'request', [...demands.errors!, ...errors])
}

/** JSON Schema of the reply. */
export function checkReply(operation: Operation, schema: Schema, body: unknown): Finding[] {
  const validators = once(replyValidators, schema, () => validatorsOf(schema, compileReplySchema))
  return judge(operation, 'reply', errorsOf(validators, body)).map(({ finding }) => finding)
}

/** One stops at the first mistake, and is all that a valid call costs; the other finds all there are. */
interface Validators {
  first: ValidateFunction
  all(): ValidateFunction
  isKnown(name: string): boolean
}

function validatorsOf(schema: Schema, compile: typeof compileCallSchema): Validators {
  let all: ValidateFunction | undefined
  let names: Set<string> | undefined
  return {
    first: compile(schema, 'first'),
    all() {
      all ??= compile(schema, 'all')
      return all
    },
    isKnown(name) {
      names ??= namesIn(schema)
      return names.has(name)
    },
  }
}

/** Every name of a property that a schema lists anywhere. */
function namesIn(schema: unknown, names = new Set<string>()): Set<string> {
  if (schema === null || typeof schema !== 'object') return names
  const { properties } = schema as Schema
  for (const name of Object.keys(properties ?? {})) names.add(name)
  for (const part of Object.values(schema)) namesIn(part, names)
  return names
}

/**
 * What is wrong with a value. All of it where the value is of a usual size; of a large one what is wrong with its beginning, and where that
 * is in order, the first mistake behind it. So a call costs what its size costs, and never its size times its mistakes.
 */
function errorsOf({ first, all, isKnown }: Validators, value: unknown): ErrorObject[] {
  if (first(value)) return []
  const { errors } = first
  const beginning = shortened(value, isKnown)
  all()(beginning.value)
  return all().errors ?? errors!
}

/** More say nothing new, and a body of 1 MiB can break a rule a hundred thousand times. */
const mostFindings = 50

function judge(operation: Operation, side: 'request' | 'reply', errors: ErrorObject[]): Judged[] {
  const telling = whatTells(errors)
  const refusing = telling.filter((error) => !tolerates(operation, error))
  const refused = new Set(refusing.map(pointerOf))
  // A value that is refused is not remarked on as well.
  const remarks = telling.filter((error) => tolerates(operation, error) && !refused.has(pointerOf(error)))
  // What refuses comes first, so that no remark takes its place.
  return [...refusing, ...remarks].slice(0, mostFindings).map((error) => judgeOne(operation, side, error))
}

/** One error for one mistake: Ajv tells of the branches of a failed anyOf too, and of all that a value of a wrong type breaks. */
function whatTells(errors: ErrorObject[]): ErrorObject[] {
  const choices = new Choices(errors)
  const chosen = errors
    .filter(({ keyword }) => keyword !== 'x-expect')
    .filter((error) => choices.tells(error))
    // Where no branch fits, every property is left over.
    .filter(({ keyword, instancePath }) => keyword !== 'unevaluatedProperties' || !choices.at(instancePath))
  const ofWrongType = new Set(chosen.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath))
  const telling = chosen.filter(({ keyword, instancePath }) => keyword === 'type' || !ofWrongType.has(instancePath))
  // What the schema refuses must not go through for want of words.
  return telling.length > 0 ? telling : errors
}

/** The call is answered all the same. */
function tolerates({ upstream }: Operation, error: ErrorObject): boolean {
  if (unknownProperty(error) !== undefined) return !upstream.strict
  return error.keyword === 'x-flag' || error.schemaPath.includes('/x-expect/')
}

function judgeOne(operation: Operation, side: 'request' | 'reply', error: ErrorObject): Judged {
  if (error.keyword === 'x-flag') return flagged(operation, error)
  const unknown = unknownProperty(error)
  const tolerated = tolerates(operation, error)
  const provenance = unknown !== undefined ? ours : provenanceOf(operation, error)
  const texts = keywordText(error.keyword)
  const hint = hintFor(error, texts.hint(error))
  return {
    refuses: !tolerated,
    finding: {
      rule: unknown !== undefined ? 'unknown-property' : `schema/${error.keyword.replace(/^x-/, '')}`,
      severity: tolerated ? 'warning' : severityOf(provenance),
      in: side,
      pointer: pointerOf(error),
      seen: seenOf(operation, error),
      text: texts.text(error),
      hint: provenance.level === 'assumed' && isGeneral(hint) ? noDocumentSays : hint,
      provenance,
    },
  }
}

/** The spec marks the property itself (`x-flag: rule`): whoever sends it is told by that rule. */
function flagged(operation: Operation, error: ErrorObject): Judged {
  const rule = String(error.schema)
  const { th, en, hint, 'x-provenance': provenance } = operation.rules[rule]!
  const finding: Finding = {
    rule: `${operation.upstream.name}/${rule}`,
    severity: 'warning',
    in: 'request',
    pointer: error.instancePath,
    seen: shown(error.data),
    text: { th, en },
    hint,
    provenance,
  }
  return { refuses: false, finding }
}

/** The spec's own hint where there is one. Of what is missing, after where it belongs. */
function hintFor({ keyword, params, parentSchema }: ErrorObject, general: Text): Text {
  const schema = parentSchema as Schema | undefined
  if (keyword === 'required') {
    const own = schema?.properties?.[params.missingProperty]?.['x-hint']
    return own ? { th: `${general.th}: ${own.th}`, en: `${general.en} ${own.en}` } : general
  }
  const saysMore = ['x-calendar', 'additionalProperties', 'unevaluatedProperties', 'type']
  return saysMore.includes(keyword) ? general : (schema?.['x-hint'] ?? general)
}

function pointerOf(error: ErrorObject): string {
  const name = error.keyword === 'required' ? error.params.missingProperty : unknownProperty(error)
  return name === undefined ? error.instancePath : `${error.instancePath}/${escapePointer(briefly(name))}`
}

/** The name of a property that the schema does not list. */
export function unknownProperty({ keyword, params }: ErrorObject): string | undefined {
  if (keyword === 'additionalProperties') return params.additionalProperty
  return keyword === 'unevaluatedProperties' ? params.unevaluatedProperty : undefined
}

const escapePointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')

function seenOf(operation: Operation, error: ErrorObject): string {
  const { keyword, data, parentSchema } = error
  if (keyword === 'required') return '(absent)'
  if ((parentSchema as Schema | undefined)?.['x-secret']) return secret
  const unknown = unknownProperty(error)
  // A mistyped name may carry the secret that was meant for the right one; the body as a whole, or an object in it, holds it too.
  const mayHoldSecret = unknown !== undefined || error.instancePath === '/body' || (data !== null && typeof data === 'object')
  if (mayHoldSecret && carriesSecrets(operation)) return '(not shown: this call carries secrets)'
  if (unknown === undefined) return shown(data)
  return soundsSecret(unknown) ? secret : shown((data as Record<string, unknown>)[unknown])
}

function once<Key extends object, Value>(cache: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  let value = cache.get(key)
  if (value === undefined) {
    value = make()
    cache.set(key, value)
  }
  return value
}
