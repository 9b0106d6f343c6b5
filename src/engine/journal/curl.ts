import { secret } from '../../redaction/looks.ts'
import type { KeptExchange } from './kept.ts'

/** A longer body is not for pasting. */
const longestBody = 4000

/**
 * The call again as one shell line against `base`; secrets stand as shell variables. Safe to paste in bash, ksh and zsh whatever the call held.
 * `-g`: curl would take brackets and braces for sets of URLs.
 */
export function curlLine(exchange: KeptExchange, base: string): string {
  const { method, request } = exchange
  const parts = ['curl', '-g']
  if (method !== 'GET' && !(method === 'POST' && request.body !== undefined)) parts.push('-X', word(method))
  parts.push(quoted(`${base}/${exchange.url}`))
  if (request.headers.authorization) parts.push('-H "Authorization: Bearer $TOKEN"')
  if (request.headers['content-type']) parts.push('-H', quoted(`Content-Type: ${request.headers['content-type']}`))
  if (request.body !== undefined) parts.push(...bodyArguments(request.body))
  return parts.join(' ')
}

/** A body that was not kept (its note stands in brackets, as no JSON does), is too long, or can be no argument, has to come from a file. */
function bodyArguments(body: string): string[] {
  const isForFile = body.startsWith('(') || body.length > longestBody || body.includes('\0')
  return isForFile ? ['--data-binary', '@body.json'] : ['--data-raw', quoted(body)]
}

const word = (text: string) => (/^[A-Z]+$/.test(text) ? text : quoted(text))

/** The secrets in it by a variable, which is put in as it is. */
const quoted = (text: string) =>
  text
    .split(secret)
    .map((part, index) => (part === '' && index > 0 ? '' : part.search(unseen) < 0 ? plainly(part) : escaped(part)))
    .join('"$SECRET"')

const plainly = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** What a terminal acts on, or no one sees; not even a pasted line feed may end the line. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\ufff9-\uffff]/u
const everyUnseen = new RegExp(unseen.source, 'gu')

/** `$'…'`: backslash, quote, the `!` of a history, and all that is not seen, by number. */
function escaped(text: string): string {
  const inside = text
    .toWellFormed()
    .replace(/[\\'!]/g, (character) => `\\x${hex(character, 2)}`)
    .replace(everyUnseen, (character) => (character < '\u0080' ? `\\x${hex(character, 2)}` : `\\U${hex(character, 8)}`))
  return `$'${inside}'`
}

const hex = (character: string, digits: number) => character.codePointAt(0)!.toString(16).padStart(digits, '0')
