import type { Budget } from './budget.ts'

/** What stands in place of a password, a hash or a token, wherever one is kept or shown. */
export const secret = '(secret)'

/**
 * Tokens (JWT and JWE, whole or cut off, also with a header that was written with spaces), private keys, password hashes as crypt writes
 * them, hex digits and Base64 of the lengths of hashes: known by their looks, wherever they went astray.
 */
const tokens = /(?:eyJ|eyA|ewo|ewk|ew0K)(?:[\w-]{8,}(?:(?:\.|%2[Ee])[\w-]*){1,4}|[\w+/-]{8,}={0,2})/g
const hexRuns = /(?<![0-9A-Fa-f])[0-9A-Fa-f]{32,}/g
/** To the end of the text where it is cut off. */
const keys = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:PRIVATE KEY-----|$)/g
const crypted =
  /\$(?:2[abxy]?|argon2(?:id?|d)|[156y]|scrypt|pbkdf2[\w-]{0,20})\$[./\w=,$+-]{20,}|pbkdf2_sha\d{1,3}\$[./\w=$+-]{20,}|\{(?:SSHA|SHA|SMD5|MD5|CRYPT)\d{0,3}\}[./\w+=-]{16,}/g
const hashesInBase64 = /(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)(?![A-Za-z0-9+/=])/g
const credentials = /\b(bearer|basic|digest|negotiate|apikey|token)([ \t]+|%20|\+)(["'\\]{0,4})([\w.~+/=%-]{8,})/gi

/** A first look that costs little. */
const mayHoldCredentials = /[a-z](?:[ \t+]|%20)["'\\]{0,4}[\w.~+/=%-]{8}/i

/** Lengths of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512 in hex. */
const hashLengths = new Set([32, 40, 56, 64, 96, 128])
/** So short that an id may be as long. */
const longestId = 40

/** A text without the tokens and hashes in it. Under a name that `ties` calls together, ids of the length of short hashes stay. */
export function concealed(text: string, ties = false): string {
  if (text.length < 12) return text
  let shown = text
  if (shown.includes('ey') || shown.includes('ew')) shown = shown.replace(tokens, secret)
  if (shown.length >= 32) {
    shown = shown.replace(hexRuns, (run) => (isHash(run, ties) ? secret : run))
    if (shown.includes('=')) shown = shown.replace(hashesInBase64, (run) => (isMixed(run) ? secret : run))
    if (shown.includes('PRIVATE KEY-----')) shown = shown.replace(keys, secret)
  }
  if (shown.includes('$') || shown.includes('{')) shown = shown.replace(crypted, secret)
  return shown
}

function isHash(run: string, ties: boolean): boolean {
  if (!hashLengths.has(run.length)) return false
  if (run.length > longestId) return true
  return !ties && /[A-Fa-f]/.test(run) && /\d/.test(run)
}

/** Bytes, not a word of this length that is followed by `=`. */
const isMixed = (run: string) => /\d/.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run)

/** `Bearer …` and `Basic …` in the middle of a text: the scheme stays, since whether it was sent is worth seeing. */
export function withoutCredentials(text: string, budget: Budget): string {
  if (!mayHoldCredentials.test(text)) return text
  return text.replace(credentials, (whole, scheme: string, space: string, quotes: string, credential: string) => {
    budget.find()
    // "Basic information", "token of the hospital" are words.
    return /\d|[=_~%+/]|[a-z][A-Z]/.test(credential) ? `${scheme}${space}${quotes}${secret}` : whole
  })
}
