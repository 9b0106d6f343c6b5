import { isUtf8 } from 'node:buffer'

/** `%41` → `A`, whatever else is in the text; bytes that are not UTF-8 become U+FFFD. One pass. */
export function percentDecoded(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const high = bytes[at] === percent ? hexValue(bytes[at + 1]) : -1
    const low = high < 0 ? -1 : hexValue(bytes[at + 2])
    if (low < 0) bytes[length++] = bytes[at]!
    else {
      bytes[length++] = high * 16 + low
      at += 2
    }
  }
  return bytes.toString('utf8', 0, length)
}

const percent = 0x25

function hexValue(code = 0): number {
  if (code >= 48 && code <= 57) return code - 48
  const letter = code | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}

export const hasPercent = (text: string) => /%[0-9A-Fa-f]{2}/.test(text)

/** `\u0061`, `\x61` and `\"` as they are meant, also where what is around them is no JSON. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(
    /\\+(?:u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|(["'/\\]))?/g,
    (_all, short, long, byte, plain) => {
      if (plain !== undefined) return plain
      const code = Number.parseInt(short ?? long ?? byte ?? '', 16)
      return Number.isNaN(code) || code > 0x10ffff ? '' : String.fromCodePoint(code)
    },
  )
}

const shortest = 12
const standard = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,}={0,2}/g
const parts = /[^/]{12,}/g
const inLines = /(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{60,76}\r?\n[ \t]{0,8}){1,}[A-Za-z0-9+/]{2,76}={0,2}/g

/** Replaces what is Base64 (either alphabet, also in lines as mail has it) of text, where `replace` has something else for it. */
export function eachBase64(text: string, replace: (encoded: string, decoded: string) => string): string {
  if (text.length < shortest) return text
  const once = (run: string): string => {
    const decoded = textIn(run)
    if (decoded !== undefined) return replace(run, decoded)
    // `/` parts a path as well.
    return run.includes('/') ? run.replace(parts, ofPart) : run
  }
  const ofPart = (part: string): string => {
    const decoded = textIn(part)
    return decoded === undefined ? part : replace(part, decoded)
  }
  const unfolded = text.includes('\n')
    ? text.replace(inLines, (lines) => {
        const decoded = textIn(lines.replace(/\s+/g, ''))
        return decoded === undefined ? lines : replace(lines, decoded)
      })
    : text
  return unfolded.replace(standard, once)
}

/** What a photo's bytes are not. */
const printable = (byte: number) => (byte >= 0x20 && byte !== 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09
/** How much tells text from bytes. */
const sample = 48

function textIn(run: string): string | undefined {
  if (!startsPrintable(run)) return undefined
  if (compressed.test(run)) return opaque
  const start = Buffer.from(run.slice(0, sample), 'base64')
  if (!start.every(printable)) return undefined
  const bytes = run.length <= sample ? start : Buffer.from(run, 'base64')
  // A token that was cut off ends within a character.
  for (let cut = 0; cut < 4 && cut < bytes.length; cut++) {
    const whole = cut === 0 ? bytes : bytes.subarray(0, -cut)
    if (isUtf8(whole)) return whole.toString('utf8')
  }
  return undefined
}

/** gzip and zlib in Base64: nothing of it can be read here, and anything may be in it. */
const compressed = /^(?:H4sI|eJ[wxyz0-5]|eNo|eNp|eNq|eNr|eAE)/
export const opaque = '\u0000compressed'

/** Without decoding: two characters tell most names and ids from text. The first byte is ASCII, a quote, a bracket or of a Thai letter. */
function startsPrintable(run: string): boolean {
  const first = (sextet(run.charCodeAt(0)) << 2) | (sextet(run.charCodeAt(1)) >> 4)
  const second = ((sextet(run.charCodeAt(1)) & 15) << 4) | (sextet(run.charCodeAt(2)) >> 2)
  return (first === 0x1f && second === 0x8b) || first === 0x78 || startsUtf8(first, second)
}

/** ASCII, or the first byte of a longer character with one that may follow it. */
const startsUtf8 = (first: number, second: number) =>
  first < 0x80 ? printable(first) && printable(second) : first >= 0xc2 && first <= 0xf4 && second >= 0x80 && second < 0xc0

function sextet(code: number): number {
  if (code >= 97) return code - 71
  if (code >= 65) return code === 95 ? 63 : code - 65
  if (code >= 48) return code + 4
  return code === 43 || code === 45 ? 62 : 63
}
