/** Anything that looks like a JWT: base64url of `{"`, up to the end of what may belong to it. */
const tokens = /eyJ[\w-]+(\.[\w-]*)*/g

/** A value of the upstream without the secrets that were sent to it, in either case, and without tokens: an upstream may quote them. */
export function conceal(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return concealText(value, secrets)
  if (Array.isArray(value)) return value.map((item) => conceal(item, secrets))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [concealText(key, secrets), conceal(item, secrets)]))
}

export function concealText(text: string, secrets: readonly string[]): string {
  return secrets
    .map((secret) => new RegExp(secret.replace(/\W/g, '\\$&'), 'gi'))
    .reduce((concealed, secret) => concealed.replace(secret, '(secret)'), text)
    .replace(tokens, '(secret)')
}
