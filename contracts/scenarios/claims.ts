/** What a token says, as far as anybody can read it; the types are unknown until looked at. */
export type Claims = Record<string, unknown>

/** Reads the claims of a JWT without verifying its signature: the key of the real issuer is not public. */
export function claimsOf(jwt: string): Claims | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
    return isObject(claims) ? claims : undefined
  } catch {
    return undefined
  }
}

/** The claim `client`, which describes the account. */
export function accountIn(claims: Claims): Claims {
  return isObject(claims.client) ? claims.client : {}
}

/** Roles as `ROLE:LEVEL`. */
export function rolesIn(claims: Claims): string[] {
  const { scope } = accountIn(claims)
  return Array.isArray(scope) ? scope.flatMap((item) => (isObject(item) && typeof item.code === 'string' ? [item.code] : [])) : []
}

function isObject(value: unknown): value is Claims {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
