import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Schema } from '../../../upstream/document.ts'
import type { Operation } from '../../../upstream/operation.ts'
import type { CallValues } from './valid.ts'

/** Plain JSON Schema, without anything of the gateway's: what the spec says, read by someone else. */
const ajv = new Ajv2020({ strict: false })
;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)
const compiled = new WeakMap<object, ValidateFunction>()

/** Whether the spec allows this call; query and path as values, numbers already read. */
export function specAllows(operation: Operation, call: CallValues): boolean {
  const values = { query: call.query, path: call.path }
  const parametersHold = operation.parameters
    .filter(({ name, in: place }) => name !== 'Action' && place !== 'header')
    .every(({ name, in: place, required, schema }) => {
      const value = values[place as 'query' | 'path'][name]
      return value === undefined ? !required : holds(schema, value)
    })
  if (!operation.body) return parametersHold
  return parametersHold && (call.body === undefined ? !operation.body.required : holds(operation.body.schema, call.body))
}

/** What is wrong with a reply by the spec: an undocumented status, or a body of another form. */
export function breachOfReply(operation: Operation, status: number, contentType: string | undefined, text: string): string | undefined {
  const contents = operation.responses.get(status)
  if (!contents) return `status ${status} is not documented`
  if (contents.size === 0) return text === '' ? undefined : 'a body where none is documented'
  const type = (contentType ?? '').split(';')[0]!
  const schema = contents.get(type)
  if (!schema) return `content type ${type} is not documented`
  if (type === 'text/event-stream') return undefined
  const value: unknown = type === 'application/json' ? JSON.parse(text) : text
  return holds(schema, value) ? undefined : `${text} is not of the documented form`
}

function holds(schema: Schema, value: unknown): boolean {
  let validate = compiled.get(schema)
  if (!validate) {
    validate = ajv.compile(schema)
    compiled.set(schema, validate)
  }
  return validate(value)
}
