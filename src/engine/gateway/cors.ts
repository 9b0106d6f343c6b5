import type { HttpCall, HttpReply } from '../../upstream/http.ts'
import type { CorsForm } from '../../upstream/upstream.ts'

/** What a browser asks before it lets a page of another origin call; undefined where the call is none of these questions. */
export function preflightReply({ method, headers }: HttpCall, form: CorsForm): HttpReply | undefined {
  const asked = headers['access-control-request-method']
  if (method !== 'OPTIONS' || asked === undefined) return undefined
  return {
    status: 204,
    headers: {
      ...allowed(headers, form),
      'access-control-allow-methods': asked,
      ...(headers['access-control-request-headers'] ? { 'access-control-allow-headers': headers['access-control-request-headers'] } : {}),
      // Pages of the internet that call an address of this machine are asked for it by Chromium.
      ...(headers['access-control-request-private-network'] === 'true' ? { 'access-control-allow-private-network': 'true' } : {}),
      'access-control-max-age': '600',
    },
    body: '',
  }
}

/** The reply with leave for pages of other origins to read it. */
export function readableByOrigins(reply: HttpReply, { headers }: HttpCall, form: CorsForm): HttpReply {
  return headers.origin === undefined ? reply : { ...reply, headers: { ...reply.headers, ...allowed(headers, form) } }
}

/** With `*`, a browser lets no page read an answer to a call with cookies or a login of the browser's own. */
function allowed({ origin = '*' }: HttpCall['headers'], form: CorsForm): Record<string, string> {
  if (form === 'any') return { 'access-control-allow-origin': '*' }
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'Origin' }
}
