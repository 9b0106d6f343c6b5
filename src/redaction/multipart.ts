import { secret } from './looks.ts'
import type { Searching } from './searching.ts'

const firstLine = /^\s*(--[^\r\n]{1,200})\r?\n/
const headEnd = /\r?\n\r?\n/
const nameOfPart = /\bname\*?=(?:"([^"\r\n]{0,200})"?|([^;\s]{1,200}))/i

export const isMultipart = (text: string) => firstLine.test(text) && /form-data|content-/i.test(text.slice(0, 2000))

/** The parts of a multipart body: hidden by their names, or searched each for itself. */
export function redactedMultipart(text: string, search: Searching): string {
  const boundary = firstLine.exec(text)![1]!
  return text
    .split(boundary)
    .map((part) => redactedPart(part, search))
    .join(boundary)
}

function redactedPart(part: string, search: Searching): string {
  if (part.length < 4) return part
  search.budget.find()
  const end = headEnd.exec(part)
  if (!end) return search.text(part)
  const start = end.index + end[0].length
  const head = part.slice(0, start)
  const tail = part.endsWith('\r\n') ? 2 : part.endsWith('\n') ? 1 : 0
  const value = part.slice(start, Math.max(start, part.length - tail))
  const [, quoted, plain] = nameOfPart.exec(head) ?? []
  const name = quoted ?? plain
  const hidden = name === undefined ? search.hidesNameless : search.hidesMember(name)
  if (hidden) search.remember(value)
  return `${search.text(head)}${hidden ? secret : search.text(value)}${part.slice(start + value.length)}`
}
