import type { Body, Problem } from '../../src/upstream/upstream.ts'
import { jsonType, textType } from '../moph-common/envelope.ts'

/** How MOPH Claim wraps what it answers (public clients; the Thai word is assumed). */
export function done<Data>(data: Data): { status: number; message: string; message_th: string; data: Data } {
  return { status: 200, message: 'success', message_th: 'สำเร็จ', data }
}

/** The error form is assumed: the same envelope with another status and no data, or the message alone. */
export function errorBody(form: 'envelope' | 'text', status: number, { th, en }: Problem): Body {
  if (form === 'text') return { contentType: textType, body: `${th} / ${en}` }
  return { contentType: jsonType, body: JSON.stringify({ status, message: en, message_th: th, data: null }) }
}
