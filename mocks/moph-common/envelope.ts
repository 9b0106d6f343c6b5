import type { Body, Problem, SuccessBody } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'

export const jsonType = 'application/json; charset=utf-8'
export const textType = 'text/plain; charset=utf-8'

/** Every MOPH API on cvp1 wraps its result so (MOPH Immunization Center API v1.15; the appointment manual prints `result` only). */
export function envelope(result: object, { clock }: World): SuccessBody {
  const value = { ...result, MessageCode: 200, Message: 'OK', RequestTime: clock.iso() }
  return { contentType: jsonType, body: JSON.stringify(value), value }
}

/** The error form is assumed: the envelope with a null result, or the message alone. */
export function errorBody(form: 'envelope' | 'text', status: number, { th, en }: Problem, { clock }: World): Body {
  const message = `${th} / ${en}`
  if (form === 'text') return { contentType: textType, body: message }
  return { contentType: jsonType, body: JSON.stringify({ result: null, MessageCode: status, Message: message, RequestTime: clock.iso() }) }
}
