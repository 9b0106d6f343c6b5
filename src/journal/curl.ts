import type { KeptExchange } from './kept.ts'

/** The call again as one shell line against `base`; secrets stand as shell variables. */
export function curlLine(exchange: KeptExchange, base: string): string {
  const { method, request } = exchange
  const parts = ['curl']
  if (method !== 'GET' && !(method === 'POST' && request.body !== undefined)) parts.push(`-X ${method}`)
  parts.push(quoted(`${base}/${exchange.url}`))
  if (request.headers.authorization) parts.push('-H "Authorization: Bearer $TOKEN"')
  if (request.headers['content-type']) parts.push('-H', quoted(`Content-Type: ${request.headers['content-type']}`))
  if (request.body !== undefined) parts.push('--data-raw', quoted(request.body))
  return parts.join(' ').replaceAll('=(secret)', '=\'"$SECRET"\'').replaceAll('"(secret)"', `"'"$SECRET"'"`)
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
