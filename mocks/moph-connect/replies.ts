import type { Switches } from '../../src/upstream/settings.ts'
import type { Body, Problem, SuccessBody } from '../../src/upstream/upstream.ts'
import { jsonType, textType } from '../moph-common/envelope.ts'

type Forms = Switches['moph-connect']

/** No document says what is answered; both forms say nothing but that the call was taken. */
export function takenBody({ success_form }: Forms): SuccessBody {
  if (success_form === 'empty') return { contentType: textType, body: '', value: '' }
  return { contentType: jsonType, body: '{}', value: {} }
}

/** The error form is assumed: what is wrong field by field, or the message alone. */
export function errorBody({ error_form }: Forms, { th, en, fields = [] }: Problem): Body {
  const message = `${th} / ${en}`
  if (error_form === 'text') return { contentType: textType, body: message }
  const errors = fields.map((field) => ({ field: field.name, message: `${field.th} / ${field.en}` }))
  return { contentType: jsonType, body: JSON.stringify({ message, errors }) }
}
