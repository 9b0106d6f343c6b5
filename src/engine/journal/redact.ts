import { isUtf8 } from 'node:buffer'
import type { Operation } from '../../upstream/operation.ts'
import { concealed, secret, soundsSecret } from '../../upstream/secret.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'
import { carriesSecrets } from '../gateway/check.ts'
import { declaredNames, declaredNamesOf, secretsOfReply } from './declared.ts'

const secretHeaders = new Set(['cookie', 'set-cookie'])

/** Whether the value under a name must not be kept. */
export type Hides = (name: string) => boolean

/**
 * What the spec declares decides. A name that it does not know is judged by its sound; where secrets are to be expected (a login,
 * or a call that reached no operation) it is hidden whatever it is called.
 */
export function hidesOf(operation: Operation | undefined, upstream: AnyUpstream | undefined): Hides {
  const { secrets, harmless } = operation ? declaredNames(operation) : declaredNamesOf(upstream)
  const wary = isWary(operation)
  return (name) => {
    // Another case is a slip of the pen, not another name.
    const plain = name.toLowerCase()
    return secrets.has(plain) || (!harmless.has(plain) && (wary || soundsSecret(name)))
  }
}

const isWary = (operation: Operation | undefined) => operation === undefined || carriesSecrets(operation)

export function redactedHeaders(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) shown[name] = secretHeaders.has(name) || soundsSecret(name) ? hidden(value) : concealed(value)
  }
  return shown
}

/** The scheme stays: whether `Bearer` was sent is worth seeing. */
function hidden(value: string): string {
  const scheme = /^(bearer|basic)\s/i.exec(value)?.[1]
  return scheme ? `${scheme} ${secret}` : secret
}

export function redactedUrl(hides: Hides, url: string): string {
  const start = url.indexOf('?')
  if (start < 0) return concealed(url)
  const pairs = url.slice(start + 1).split('&')
  return `${concealed(url.slice(0, start))}?${pairs.map((pair) => redactedPair(hides, pair)).join('&')}`
}

function redactedPair(hides: Hides, pair: string): string {
  const equals = pair.indexOf('=')
  const name = equals < 0 ? pair : pair.slice(0, equals)
  if (equals >= 0 && (hides(decoded(name)) || holdsSecret(decoded(pair.slice(equals + 1))))) return `${concealed(name)}=${secret}`
  return holdsSecret(decoded(pair)) ? secret : pair
}

const holdsSecret = (text: string) => concealed(text) !== text

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

export function redactedBody(hides: Hides, operation: Operation | undefined, body: Uint8Array | undefined): string | undefined {
  if (!body || body.length === 0) return undefined
  if (!isUtf8(body)) return `(${body.length} bytes that are not UTF-8)`
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  // Most calls carry no secret and are kept to the letter.
  if (!isWary(operation) && !soundsSecret(text)) return concealed(text)
  return maskedObject(text, hides) ?? withheld
}

const withheld = '(withheld: not a JSON object, and it may hold a secret)'

/** An object or a list of them; nothing else says by a name what it holds. Nothing, too, where it is nested too deep to be written out. */
function maskedObject(text: string, hides: Hides): string | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    const items = Array.isArray(value) ? value : [value]
    const named = items.every((item) => item !== null && typeof item === 'object' && !Array.isArray(item))
    // A token may stand where a name belongs, too.
    return named ? concealed(JSON.stringify(value, masking(hides))) : undefined
  } catch {
    return undefined
  }
}

/** For JSON.stringify; the root has the name ''. */
function masking(hides: Hides) {
  return function (this: unknown, name: string, value: unknown): unknown {
    if (name !== '' && !Array.isArray(this) && hides(name)) return secret
    return typeof value === 'string' ? concealed(value) : value
  }
}

export function redactedReply(operation: Operation | undefined, status: number, body: string): string {
  const schemas = [...(operation?.responses.get(status)?.values() ?? [])]
  if (schemas.some((schema) => schema['x-secret'])) return secret
  const holding = schemas.map(secretsOfReply).filter(({ size }) => size > 0)
  if (holding.length > 0) return maskedObject(body, (name) => holding.some((names) => names.has(name.toLowerCase()))) ?? withheld
  // A refusal may repeat what was sent; a success holds what the spec declares.
  return status >= 400 ? concealed(body) : body
}
