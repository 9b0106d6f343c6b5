import { isUtf8 } from 'node:buffer'
import { unescaped } from '../decode.ts'
import { redactedForm } from '../form.ts'
import { redactedJson } from '../json.ts'
import { secret } from '../looks.ts'
import { isMultipart, redactedMultipart } from '../multipart.ts'
import { soundsSecret } from '../names.ts'
import { type Search, withheld } from '../search.ts'

/** Bytes of a body that are searched. Requests are at most 1 MiB long; a longer reply is not kept. */
export const longestBody = 2 * 1024 * 1024

/** A body as it may be kept: to the letter where it holds no secret; a note in brackets, as no JSON has it, where it can't be told. */
export function redactedBody(search: Search, bytes: Uint8Array | undefined): string | undefined {
  if (!bytes || bytes.length === 0) return undefined
  if (bytes.length > longestBody) return `(${bytes.length} bytes)`
  if (!isUtf8(bytes)) return `(${bytes.length} bytes that are not UTF-8)`
  return redactedText(search, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
}

export function redactedText(search: Search, text: string): string {
  if (text.length > longestBody) return `(${text.length} characters)`
  search.budget.read(text.length)
  if (/^[\s\uFEFF]*[[{"]/.test(text)) return redactedJson(text, search, 0) ?? redactedBrokenJson(search, text)
  if (isForm.test(text)) return redactedForm(text, search)
  if (isMultipart(text)) return redactedMultipart(text, search)
  // Nothing says by a name what it holds.
  return search.hidesNameless ? withheld.unreadable : search.text(text)
}

const isForm = /^[^\s={}[\]<>"]{1,300}=[^\r\n]*[\r\n]*$/

/** Where a quote is missing, names and values can't be told apart. */
function redactedBrokenJson(search: Search, text: string): string {
  if (search.hidesNameless || soundsOfSecrets(unescaped(text))) return withheld.unreadable
  const shown = search.plain(text, 0, '')
  return shown === text || !shown.includes(secret) ? shown : withheld.unreadable
}

function soundsOfSecrets(text: string): boolean {
  for (const [word] of text.matchAll(/[\w\u0e00-\u0e7f-]{3,60}/g)) if (soundsSecret(word)) return true
  return false
}
