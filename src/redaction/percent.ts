import { hasPercent, percentDecoded } from './decode.ts'
import { secret } from './looks.ts'
import type { Searching } from './searching.ts'

/** Each a text that was encoded by itself. */
const pieces = /[^&;?\s]{4,}/g
const trailingName = /[^/?#&;\s"'<>=:]{1,200}$/

/** What is percent-encoded, decoded and searched; written anew only where something was found. Values that are JSON as they are, too. */
export function redactedPercent(text: string, search: Searching, depth: number): string {
  const shown = hasPercent(text) ? text.replace(pieces, (piece) => (hasPercent(piece) ? redactedPiece(piece, search, depth) : piece)) : text
  return /=[[{"]/.test(shown)
    ? shown
        .split('&')
        .map((piece) => redactedJsonValue(piece, search, depth))
        .join('&')
    : shown
}

function redactedPiece(piece: string, search: Searching, depth: number): string {
  search.budget.find()
  const equals = piece.indexOf('=')
  const head = piece.slice(0, equals + 1)
  const value = piece.slice(equals + 1)
  if (equals > 0 && hasPercent(head)) {
    const name = trailingName.exec(percentDecoded(head.slice(0, -1)))?.[0] ?? ''
    if (search.hides(name) && value !== '') {
      search.remember(percentDecoded(value))
      return `${head}${secret}`
    }
  }
  const decoded = percentDecoded(value.replaceAll('+', ' '))
  const shown = search.text(decoded, depth + 1, head.slice(0, -1))
  return shown === decoded ? redactedHead(piece, head, value, search, depth) : `${head}${encoded(shown)}`
}

/** A secret may stand before the `=`, as in `%22password%22:%22a=b%22`. */
function redactedHead(piece: string, head: string, value: string, search: Searching, depth: number): string {
  if (!hasPercent(head)) return piece
  const decoded = percentDecoded(`${head}${value}`)
  const shown = search.text(decoded, depth + 1)
  return shown === decoded ? piece : encoded(shown)
}

function redactedJsonValue(piece: string, search: Searching, depth: number): string {
  const equals = piece.indexOf('=')
  const value = piece.slice(equals + 1)
  if (equals < 0 || !/^[[{"]/.test(value)) return piece
  search.budget.find()
  const shown = search.text(value, depth + 1, piece.slice(0, equals))
  return shown === value ? piece : `${piece.slice(0, equals + 1)}${shown}`
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed())
