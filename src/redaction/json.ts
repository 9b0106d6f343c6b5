import { TooIntricate } from './budget.ts'
import { unescaped } from './decode.ts'
import { Edits } from './edits.ts'
import { secret } from './looks.ts'
import { holdsValue, isSecretName, namesAnother } from './names.ts'
import type { Searching } from './searching.ts'

/** An object or a list that is open. */
interface Open {
  isObject: boolean
  start: number
  /** The name that it stands under, also by way of lists. */
  name: string
  /** Of an object: the member that is being read. */
  key: string
  /** All of it is a secret. */
  isHidden: boolean
  /** Of an object: another member says that its value is a secret. */
  saysSecret: boolean
  /** Of an object: where members are that such a one would speak of. */
  values: [start: number, end: number][] | undefined
  /** Of a list: the item before is the name of a secret. */
  isNextHidden: boolean
}

/** Deeper is nobody's data. */
const mostOpen = 2000
const hiddenValue = `"${secret}"`

/** A JSON text (or several in a row) without its secrets, otherwise to the letter: spaces, order and doubled names stay. Undefined where it is no JSON. */
export function redactedJson(text: string, search: Searching, depth: number): string | undefined {
  const edits = new Edits(text)
  const open: Open[] = []
  let top: Open | undefined
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let wanted = 'value' as 'value' | 'key' | 'colon' | 'end'
  let mayClose = false

  const hidesHere = (): boolean => {
    if (!top) return search.hidesNameless
    if (top.isHidden) return true
    if (top.isObject) return search.hidesMember(top.key)
    const next = top.isNextHidden
    top.isNextHidden = false
    return next || (top.name === '' && search.hidesNameless)
  }
  const closed = (start: number, end: number) => {
    if (top?.isObject && !top.isHidden && holdsValue(top.key)) {
      top.values ??= []
      top.values.push([start, end])
    }
    wanted = 'end'
  }
  const string = (start: number, end: number) => {
    const hidden = hidesHere()
    const raw = text.slice(start + 1, end - 1)
    if (hidden) {
      search.budget.find()
      if (!top?.isHidden) edits.replace(start, end, hiddenValue)
      search.remember(decodedString(raw))
    } else if (raw.length > 1) {
      const value = decodedString(raw)
      const name = top === undefined ? '' : top.isObject ? top.key : top.name
      if (top?.isObject && namesAnother(top.key) && isSecretName(value)) top.saysSecret = true
      if (top && !top.isObject && isSecretName(value)) top.isNextHidden = true
      const shown = search.text(value, depth + 1, name)
      if (shown !== value) edits.replace(start, end, JSON.stringify(shown))
    }
    closed(start, end)
  }
  const close = (end: number) => {
    const { start, isHidden, isObject, saysSecret, values } = open.pop()!
    top = open.at(-1)
    if (isHidden && !top?.isHidden) edits.replace(start, end, hiddenValue)
    if (isObject && saysSecret)
      for (const [from, to] of values ?? []) {
        if (text.charCodeAt(from) === 0x22) search.remember(decodedString(text.slice(from + 1, to - 1)))
        edits.replace(from, to, hiddenValue)
      }
    closed(start, end)
  }

  for (;;) {
    at = afterSpace(text, at)
    if (at >= text.length) break
    const code = text.charCodeAt(at)
    if (wanted === 'end') {
      // The next text of several.
      if (!top) {
        wanted = 'value'
        mayClose = false
        continue
      }
      if (code === comma) {
        at++
        wanted = top.isObject ? 'key' : 'value'
        mayClose = false
      } else if (code === (top.isObject ? closingBrace : closingBracket)) close(++at)
      else return undefined
    } else if (wanted === 'colon') {
      if (code !== colon) return undefined
      at++
      wanted = 'value'
      mayClose = false
    } else if (wanted === 'key') {
      if (code === closingBrace && mayClose) {
        close(++at)
        continue
      }
      const end = code === quote ? endOfString(text, at) : -1
      if (end < 0) return undefined
      top!.key = decodedString(text.slice(at + 1, end - 1))
      if (!top!.isHidden && top!.key.length >= 8) {
        const shown = search.text(top!.key, depth + 1)
        if (shown !== top!.key) edits.replace(at, end, JSON.stringify(shown))
      }
      at = end
      wanted = 'colon'
    } else if (code === quote) {
      const end = endOfString(text, at)
      if (end < 0) return undefined
      string(at, end)
      at = end
    } else if (code === openingBrace || code === openingBracket) {
      if (open.length >= mostOpen) throw new TooIntricate()
      const name = top === undefined ? '' : top.isObject ? top.key : top.name
      // What stands in an object has a name of its own.
      const hidesNext = name === '' && !top?.isNextHidden ? (top?.isHidden ?? false) : hidesHere()
      top = {
        isObject: code === openingBrace,
        start: at,
        name,
        key: '',
        isHidden: hidesNext,
        saysSecret: false,
        values: undefined,
        isNextHidden: false,
      }
      open.push(top)
      at++
      wanted = top.isObject ? 'key' : 'value'
      mayClose = true
    } else if (code === closingBracket && mayClose && top && !top.isObject) close(++at)
    else {
      const end = endOfWord(text, at)
      if (end === at) return undefined
      const hidden = hidesHere()
      if (hidden && !top?.isHidden && isNumber(code)) edits.replace(at, end, hiddenValue)
      closed(at, end)
      at = end
    }
  }
  return open.length === 0 && wanted !== 'value' ? edits.applied() : undefined
}

const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openingBracket = 0x5b
const backslash = 0x5c
const closingBracket = 0x5d
const openingBrace = 0x7b
const closingBrace = 0x7d

function afterSpace(text: string, from: number): number {
  let at = from
  for (let code = text.charCodeAt(at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; ) code = text.charCodeAt(++at)
  return at
}

/** Behind the closing quote, or -1. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; ) {
    const end = text.indexOf('"', at)
    if (end < 0) return -1
    let escapes = 0
    while (end - 1 - escapes > start && text.charCodeAt(end - 1 - escapes) === backslash) escapes++
    if (escapes % 2 === 0) return end + 1
    at = end + 1
  }
}

/** `true`, `null`, `-1.5e3`: behind letters, digits, signs and dots. */
function endOfWord(text: string, start: number): number {
  let at = start
  for (; at < text.length && at - start < 400; at++) {
    const code = text.charCodeAt(at)
    const isPart =
      (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a) || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x45
    if (!isPart) break
  }
  return at
}

const isNumber = (code: number) => code === 0x2d || (code >= 0x30 && code <= 0x39)

function decodedString(raw: string): string {
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`)
  } catch {
    return unescaped(raw)
  }
}
