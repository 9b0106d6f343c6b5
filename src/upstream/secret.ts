/** What stands in place of a password, a hash or a token, wherever one is kept or shown. */
export const secret = '(secret)'

/** Tokens (JWT, whole or cut off) and password hashes (64 hex digits) are known by their looks, wherever they went astray. */
const looksSecret = /eyJ[\w-]{8,}(?:\.[\w-]*){0,2}|(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])/g

/** A text without the tokens and hashes in it. */
export function concealed(text: string): string {
  return text.replace(looksSecret, secret)
}

const secretName = /pass|pwd|secret|token|hash|api.?key|auth|jwt|bearer|credential|รหัสผ่าน/i

/** Whether a name sounds like that of a secret, even where no spec says so: a mistyped field, a path that does not exist. Also for a whole text. */
export function soundsSecret(name: string): boolean {
  return secretName.test(name)
}
