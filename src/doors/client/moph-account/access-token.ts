/** A token and when it stops being valid. */
export interface AccessToken {
  jwt: string
  /** Epoch milliseconds. */
  expiresAt: number
}

const jwtForm = /^[\w-]+\.[\w-]+\.[\w-]+$/

/**
 * Reads the body of a login: the bare token, or the token as a JSON string (both are in the field). Its lifetime is in it and not fixed:
 * 5, 12 and 23 hours were seen.
 *
 * @returns undefined where the body is neither, or the token does not say when it expires
 * Source: MOPH Claim and Finance Account Center guide, step 3; public clients
 */
export function readAccessToken(body: string): AccessToken | undefined {
  const jwt = unquoted(body.trim())
  const payload = jwtForm.test(jwt) ? jwt.split('.')[1] : undefined
  if (payload === undefined) return undefined
  const claims = parsed(Buffer.from(payload, 'base64url').toString())
  if (claims === null || typeof claims !== 'object' || !('exp' in claims) || !Number.isFinite(claims.exp)) return undefined
  return { jwt, expiresAt: Number(claims.exp) * 1000 }
}

function unquoted(text: string): string {
  const value = text.startsWith('"') ? parsed(text) : text
  return typeof value === 'string' ? value.trim() : ''
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
