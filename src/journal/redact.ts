import { isUtf8 } from 'node:buffer'
import { carriesSecrets } from '../gateway/check.ts'
import type { Schema } from '../gateway/document.ts'
import type { Operation } from '../gateway/operation.ts'

const secret = '(secret)'
/** Names that carry a secret even where no spec says so: a mistyped field, a path that does not exist. */
const secretName = /pass|secret|token|hash|api.?key/i
const secretHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key'])

export function redactedHeaders(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) shown[name] = secretHeaders.has(name.toLowerCase()) ? hidden(value) : value
  }
  return shown
}

/** The scheme stays: whether `Bearer` was sent is worth seeing. */
function hidden(value: string): string {
  const scheme = /^(bearer|basic)\s/i.exec(value)?.[1]
  return scheme ? `${scheme} ${secret}` : secret
}

export function redactedUrl(operation: Operation | undefined, url: string): string {
  const start = url.indexOf('?')
  if (start < 0) return url
  const secrets = new Set(operation?.parameters.filter((parameter) => parameter['x-secret']).map(({ name }) => name))
  const query = url
    .slice(start + 1)
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0]!
      return secrets.has(name) || secretName.test(name) ? `${name}=${secret}` : pair
    })
  return `${url.slice(0, start)}?${query.join('&')}`
}

export function redactedBody(operation: Operation | undefined, body: Uint8Array | undefined): string | undefined {
  if (!body || body.length === 0) return undefined
  if (!isUtf8(body)) return `(${body.length} bytes that are not UTF-8)`
  const text = Buffer.from(body).toString('utf8')
  const schema = operation?.body?.schema
  // Most calls carry no secret and are kept to the letter.
  if (operation && !secretName.test(text) && !carriesSecrets(operation)) return text
  try {
    return JSON.stringify(masked(JSON.parse(text), schema))
  } catch {
    return '(withheld: not JSON, and it may hold a secret)'
  }
}

export function redactedReply(operation: Operation | undefined, status: number, body: string): string {
  const schemas = [...(operation?.responses.get(status)?.values() ?? [])]
  return schemas.some((schema) => schema['x-secret']) ? secret : body
}

function masked(value: unknown, schema: Schema | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, schema?.items))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const property = schema?.properties?.[name]
      return [name, property?.['x-secret'] || secretName.test(name) ? secret : masked(item, property)]
    }),
  )
}
