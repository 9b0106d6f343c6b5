import type { ErrorObject, ValidateFunction } from 'ajv'
import type { Provenance, Schema, Text } from '../../upstream/document.ts'
import { type Finding, type Judged, severityOf, shown } from '../../upstream/finding.ts'
import type { Operation } from '../../upstream/operation.ts'
import { compileCallSchema, compileReplySchema } from '../../upstream/schema.ts'
import { secret, soundsSecret } from '../../upstream/secret.ts'
import { callSchema } from './call-schema.ts'
import { provenanceOf } from './provenance-of.ts'
import { briefly, isGeneral, keywordText, noDocumentSays } from './texts.ts'

/** What arrived, as far as it could be read. */
export interface CallInput {
  query: Record<string, unknown>
  path: Record<string, unknown>
  body: unknown
}

const ours: Provenance = { level: 'assumed', source: 'The sandbox accepts what it does not know, and says so' }

/** Validators are compiled on first use: 300 of them at the start would cost a second. */
const callValidators = new WeakMap<Operation, ValidateFunction>()
const replyValidators = new WeakMap<Schema, ValidateFunction>()

/** JSON Schema of parameters and body. A remark (`refuses: false`) is answered all the same. */
export function checkCall(operation: Operation, input: CallInput): Judged[] {
  const validate = once(callValidators, operation, () => compileCallSchema(callSchema(operation)))
  if (validate(input)) return []
  return judge(operation, 'request', validate.errors!)
}

/** JSON Schema of the reply. */
export function checkReply(operation: Operation, schema: Schema, body: unknown): Finding[] {
  const validate = once(replyValidators, schema, () => compileReplySchema(schema))
  if (validate(body)) return []
  return judge(operation, 'reply', validate.errors!).map(({ finding }) => finding)
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
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf').map((choice) => ({ choice, branch: branchMeant(choice, errors) }))
  const chosen = errors
    .filter(({ keyword }) => keyword !== 'x-expect')
    // Either the choice as a whole, or the errors of the branch that was meant.
    .filter((error) =>
      choices.every(({ choice, branch }) => {
        if (error === choice) return branch === undefined
        return !error.schemaPath.startsWith(`${choice.schemaPath}/`) || (branch !== undefined && error.schemaPath.startsWith(branch))
      }),
    )
    // Where no branch fits, every property is left over.
    .filter(({ keyword }) => keyword !== 'unevaluatedProperties' || choices.length === 0)
  const ofWrongType = new Set(chosen.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath))
  const telling = chosen.filter(({ keyword, instancePath }) => keyword === 'type' || !ofWrongType.has(instancePath))
  // What the schema refuses must not go through for want of words.
  return telling.length > 0 ? telling : errors
}

/** The branch all of whose names are there, if there is just one. */
function branchMeant(choice: ErrorObject, errors: readonly ErrorObject[]): string | undefined {
  const branches = (choice.schema as unknown[]).map((_branch, index) => `${choice.schemaPath}/${index}/`)
  const complete = branches.filter(
    (branch) =>
      !errors.some(
        ({ keyword, instancePath, schemaPath }) =>
          schemaPath.startsWith(branch) && instancePath === choice.instancePath && (keyword === 'required' || keyword === 'type'),
      ),
  )
  return complete.length === 1 ? complete[0] : undefined
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

/** The call or its reply holds a password, a hash or a token. */
export function carriesSecrets(operation: Operation): boolean {
  return once(secretive, operation, () => ({
    value: JSON.stringify([operation.parameters, operation.body?.schema]).includes('"x-secret":true'),
  })).value
}
const secretive = new WeakMap<Operation, { value: boolean }>()

function once<Key extends object, Value>(cache: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  let value = cache.get(key)
  if (value === undefined) {
    value = make()
    cache.set(key, value)
  }
  return value
}
