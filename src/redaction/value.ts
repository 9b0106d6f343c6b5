import { unescaped } from './decode.ts'

export type Span = [start: number, end: number]

const longestName = 100

/** A letter, a digit, or what names of fields hold beside them; Thai, too. */
function isOfName(code: number): boolean {
  if (code >= 0x80) return true
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39)) return true
  // _ - . [ ] $ \ ~
  return (
    code === 0x5f || code === 0x2d || code === 0x2e || code === 0x5b || code === 0x5d || code === 0x24 || code === 0x5c || code === 0x7e
  )
}

const isBlank = (code: number) => code === 0x20 || code === 0x09
const isQuote = (code: number) => code === 0x22 || code === 0x27

/** The name before a `=` or `:`, without the quotes around it. */
export function nameBefore(text: string, at: number): string {
  let end = at
  while (end > 0 && at - end < 8 && isBlank(text.charCodeAt(end - 1))) end--
  while (end > 0 && at - end < 16 && (isQuote(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === 0x5c)) end--
  let start = end
  while (start > 0 && end - start < longestName && isOfName(text.charCodeAt(start - 1))) start--
  if (start === end) return ''
  const name = text.slice(start, end)
  return unescaped(name)
}

/**
 * Where the value after a `=` or `:` begins and ends. Quoted: at its quote. Else at the end of the line, at `&`, at a tag,
 * or where the next `name=` begins: rather too far than short of it.
 */
export function endOfValue(text: string, separator: number): Span {
  let start = separator + 1
  // ==, :=, =>
  while (text.charCodeAt(start) === 0x3d || text.charCodeAt(start) === 0x3e) start++
  while (isBlank(text.charCodeAt(start))) start++
  let quote = start
  while (text.charCodeAt(quote) === 0x5c) quote++
  if (isQuote(text.charCodeAt(quote))) return quoted(text, start, quote)
  const first = text.charCodeAt(start)
  if (text.charCodeAt(separator) === 0x3a && (first === 0x7b || first === 0x5b)) return [start, text.length]
  return [start, unquotedEnd(text, start)]
}

/** As many backslashes before the closing quote as before the opening one: JSON in a string. */
function quoted(text: string, start: number, quote: number): Span {
  const closing = text.slice(start, quote + 1)
  const escapes = quote - start
  for (let at = quote + 1; ; ) {
    const end = text.indexOf(closing[escapes]!, at)
    if (end < 0) return [quote + 1, text.length]
    let before = 0
    while (end - 1 - before > quote && text.charCodeAt(end - 1 - before) === 0x5c) before++
    // A quote with more backslashes belongs to the value; one with fewer ends the text around it.
    if (escapes === 0 ? before % 2 === 0 : before <= escapes) return [quote + 1, end - before]
    at = end + 1
  }
}

function unquotedEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x26 || code === 0x0a || code === 0x0d) return at
    if (code === 0x3c && text.charCodeAt(at + 1) === 0x2f) return at
    if ((isBlank(code) || code === 0x2c || code === 0x3b) && at > start && startsPair(text, at + 1)) return at
  }
  return text.length
}

function startsPair(text: string, from: number): boolean {
  let at = from
  while (isBlank(text.charCodeAt(at)) && at - from < 8) at++
  if (isQuote(text.charCodeAt(at))) at++
  const name = at
  while (at < text.length && at - name < longestName && isOfName(text.charCodeAt(at))) at++
  if (at - name < 2) return false
  if (isQuote(text.charCodeAt(at))) at++
  return text.charCodeAt(at) === 0x3d || text.charCodeAt(at) === 0x3a
}
