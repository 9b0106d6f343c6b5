import { unescaped } from './decode.ts'
import { Edits } from './edits.ts'
import { secret } from './looks.ts'
import { holdsValue, isSecretName, namesAnother } from './names.ts'
import type { Searching } from './searching.ts'
import { endOfValue, nameBefore, type Span } from './value.ts'

/** How far apart a name and its value may be said, as in `name="password" value="…"`. */
const near = 200
/** With quotes and spaces around it. */
const longestSecretName = 80
const longestAuthority = 4096

/**
 * `name=value`, `name: value`, `"name":"value"` wherever they stand in a text: forms, queries, cookies, headers, logs, broken JSON;
 * `name="password" … value="…"` in either order, elements of XML, and who is named in a URL before its host.
 * One pass.
 */
export function redactedPairs(text: string, search: Searching): string {
  const edits = new Edits(text)
  /** A pair before has said that the next value is a secret. */
  let announcedAt = -1
  let lastValueAt = -1
  let hiddenTo = 0
  let lastTag = -1
  const hide = (start: number, end: number) => {
    if (end <= start) return
    search.budget.find()
    const value = text.slice(start, end)
    const scheme = value.length < 8 ? '' : (/^\s*(?:bearer|basic|digest)\s+(?=\S)/i.exec(value)?.[0] ?? '')
    search.remember(value.slice(scheme.length))
    edits.replace(start + scheme.length, end, secret)
    hiddenTo = Math.max(hiddenTo, end)
  }

  for (let at = 0; at < text.length && hiddenTo < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === lessThan) {
      search.budget.pair()
      lastTag = at
      // Of another element.
      announcedAt = lastValueAt = -1
      const span = secretElement(text, at, search)
      if (span) {
        hide(...span)
        at = span[1] - 1
      }
      continue
    }
    if (code === greaterThan) {
      lastTag = -1
      continue
    }
    if (code !== equals && code !== colon) continue
    search.budget.pair()
    if (code === colon && text.charCodeAt(at + 1) === slash && text.charCodeAt(at + 2) === slash) {
      const end = endOfUserInfo(text, at + 3)
      if (end > 0) {
        hide(at + 3, end)
        at = end
      }
      continue
    }
    const name = nameBefore(text, at)
    if (name === '') continue
    if (search.hides(name)) {
      const [start, end] = endOfValue(text, at)
      hide(start, end)
      at = Math.max(at, end - 1)
    } else if (namesAnother(name)) {
      announcedAt = -1
      const end = at + endOfSecretName(text.slice(at, at + longestSecretName))
      if (end === at) continue
      search.budget.find()
      const part = contentOfTag(text, lastTag, end)
      if (part) hide(...part)
      if (lastValueAt >= 0 && at - lastValueAt < near) hide(...endOfValue(text, lastValueAt))
      announcedAt = end
    } else if (holdsValue(name)) {
      if (announcedAt >= 0 && at - announcedAt < near) hide(...endOfValue(text, at))
      announcedAt = -1
      lastValueAt = at
    }
  }
  return edits.applied()
}

const slash = 0x2f
const colon = 0x3a
const lessThan = 0x3c
const equals = 0x3d
const greaterThan = 0x3e

/** Of `="password"`, where it ends; 0 where something else is named. */
function endOfSecretName(text: string): number {
  const [start, end] = endOfValue(text, 0)
  return end > start && isSecretName(unescaped(text.slice(start, end).trim())) ? end : 0
}

/** Behind the user and password of a URL; the last `@` counts, since a password may hold one. */
function endOfUserInfo(text: string, start: number): number {
  let end = -1
  for (let at = start; at < text.length && at - start < longestAuthority; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x40) end = at
    if (code <= 0x20 || code === slash || code === 0x3f || code === 0x23 || code === 0x22 || code === lessThan || code === 0x5c) break
  }
  return end
}

/** `<ns:password …>value</`: up to the next closing tag. */
function secretElement(text: string, start: number, search: Searching): Span | undefined {
  let at = start + 1
  let nameStart = at
  for (; at < text.length && at - start < 100; at++) {
    const code = text.charCodeAt(at)
    if (code === colon) nameStart = at + 1
    else if (code <= 0x20 || code === slash || code === greaterThan || code === lessThan || code === equals) break
  }
  if (at - nameStart < 3 || !search.hides(text.slice(nameStart, at))) return undefined
  return contentOfTag(text, start, at)
}

function contentOfTag(text: string, tag: number, from: number): Span | undefined {
  if (tag < 0 || from - tag > near) return undefined
  const start = text.slice(from, from + near).indexOf('>')
  if (start < 0 || text.charCodeAt(from + start - 1) === slash) return undefined
  const end = text.indexOf('</', from + start)
  return [from + start + 1, end < 0 ? text.length : end]
}
