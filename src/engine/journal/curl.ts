import type { KeptExchange } from './kept.ts'

/** A longer body is not for pasting. */
const longestBody = 4000

/** The call again as one shell line against `base`; secrets stand as shell variables. */
export function curlLine(exchange: KeptExchange, base: string): string {
  const { method, request } = exchange
  const parts = ['curl']
  if (method !== 'GET' && !(method === 'POST' && request.body !== undefined)) parts.push(`-X ${method}`)
  parts.push(quoted(`${base}/${exchange.url}`))
  if (request.headers.authorization) parts.push('-H "Authorization: Bearer $TOKEN"')
  if (request.headers['content-type']) parts.push('-H', quoted(`Content-Type: ${request.headers['content-type']}`))
  if (request.body !== undefined) parts.push(...bodyArguments(request.body))
  return parts.join(' ').replaceAll('=(secret)', '=\'"$SECRET"\'').replaceAll('"(secret)"', `"'"$SECRET"'"`)
}

/** A body that was not kept (its note stands in brackets, as no JSON does) or is too long has to come from a file. */
function bodyArguments(body: string): string[] {
  return body.startsWith('(') || body.length > longestBody ? ['--data-binary', '@body.json'] : ['--data-raw', quoted(body)]
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
