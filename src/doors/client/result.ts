import type { Answer } from './call.ts'
import { concealText } from './conceal.ts'
import { saying, shortened } from './errors/reply.ts'
import { UnexpectedReplyError } from './errors/unanswered.ts'
import type { Operation } from './operation.ts'

/** The JSON type that a `result` must have. */
export type JsonTypeOf<Result> = Result extends readonly unknown[] ? 'array' : 'object'

/** The property of the envelope that holds what was asked for: `result` on cvp1, `data` at MOPH Claim. */
export type EnvelopeProperty = 'result' | 'data'

/**
 * The `result` of a reply's envelope (MOPH Appointment Center manual, 4.3), or its `data` (MOPH Claim). Its JSON type is checked, since a type in TypeScript says
 * nothing about what a server sends; what is inside it is not.
 *
 * @param secrets what the request carried that must not appear in an error
 * @throws UnexpectedReplyError where there is no such property, or not one of this type
 */
export function resultOf<Result, Property extends EnvelopeProperty = 'result'>(
  operation: Operation,
  answer: Answer<Record<Property, Result>>,
  expected: JsonTypeOf<Result>,
  secrets: readonly string[],
  property: Property = 'result' as Property,
): Result {
  const { status, data } = answer
  const body: unknown = data
  const unexpected = (seen: string) => new UnexpectedReplyError(operation, `answered ${status}, but ${seen}`, status)
  if (data === undefined) throw unexpected('the body is empty')
  if (jsonTypeOf(body) !== 'object') throw unexpected(`the body is ${withArticle(body)} instead of an object with ${property}`)
  if (jsonTypeOf(data[property]) === expected) return data[property]
  const seen = property in data ? `${property} is ${withArticle(data[property])}` : `${property} is missing`
  const { messageCode, upstreamMessage } = saying(body)
  const said = messageCode === undefined ? '' : ` (MessageCode ${messageCode}: ${shortened(concealText(upstreamMessage, secrets))})`
  throw unexpected(`${seen} where an ${expected} is documented${said}`)
}

/**
 * The whole body of a reply that has no envelope.
 *
 * @throws UnexpectedReplyError where it is no JSON of that type; an object where not told otherwise
 */
export function bodyOf<Body>(operation: Operation, { status, data }: Answer<Body>, expected: 'object' | 'array' = 'object'): Body {
  if (data === undefined) throw new UnexpectedReplyError(operation, `answered ${status}, but the body is empty`, status)
  const body: unknown = data
  if (jsonTypeOf(body) === expected) return data
  throw new UnexpectedReplyError(operation, `answered ${status}, but the body is ${withArticle(body)} instead of an ${expected}`, status)
}

function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function withArticle(value: unknown): string {
  const type = jsonTypeOf(value)
  return type === 'null' ? type : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
}
