import type { Request } from '../../../../fixtures/harness/sandbox.ts'
import type { Schema } from '../../../upstream/document.ts'
import type { Operation } from '../../../upstream/operation.ts'
import { baseOf } from '../route.ts'
import type { CallValues } from './valid.ts'

/** The call as a client would write it, and the path that it goes to, from the sandbox's root. */
export function written(operation: Operation, call: CallValues, headers: Record<string, string> = {}): { path: string; request: Request } {
  const base = baseOf(operation.upstream, operation.servers[0]!)
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_braces, name: string) => encoded(asText(call.path[name])))
  const action: [string, unknown][] = operation.action === undefined ? [] : [['Action', operation.action]]
  const query = [...action, ...Object.entries(call.query)]
    .flatMap(([name, value]) => (Array.isArray(value) ? value.map((item) => [name, item] as const) : [[name, value] as const]))
    .map(([name, value]) => `${encoded(name)}=${encoded(asText(value))}`)
  const contentType = operation.body?.contentType ?? 'application/json'
  const raw = isText(operation) ? asText(call.body) : JSON.stringify(call.body)
  const body = call.body === undefined ? {} : { raw, headers: { 'content-type': contentType, ...headers } }
  return {
    path: `/${base}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    request: { method: operation.method, headers, ...body },
  }
}

const isText = ({ body }: Operation) => body?.contentType === 'text/plain'

/** The call as it can be read again from what was written: everything in query, path and a text body is text there, or a number or a boolean where one is wanted. */
export function readAgain(operation: Operation, call: CallValues): CallValues {
  const read = (place: 'query' | 'path') =>
    Object.fromEntries(
      Object.entries(call[place]).map(([name, value]) => {
        const schema = operation.parameters.find((parameter) => parameter.in === place && parameter.name === name)?.schema ?? {}
        return [name, place === 'query' && Array.isArray(value) ? repeated(schema, value.map(asText)) : wanted(schema, asText(value))]
      }),
    )
  const body = isText(operation) && call.body !== undefined ? { body: asText(call.body) || undefined } : {}
  return { ...call, ...body, query: read('query'), path: read('path') }
}

/** Given once in a list is given once. */
function repeated(schema: Schema, texts: string[]): unknown {
  const [only, ...more] = texts
  if (only === undefined) return undefined
  return more.length === 0 ? wanted(schema, only) : texts
}

function wanted(schema: Schema, text: string): unknown {
  if (schema.type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return schema.type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text
}

function asText(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Percent encoding of any text: half a surrogate pair is written as its three bytes, which are no UTF-8. */
function encoded(text: string): string {
  return [...text].map((character) => (/^[\ud800-\udfff]$/.test(character) ? '%ED%A0%80' : encodeURIComponent(character))).join('')
}
