import { percentDecoded } from './decode.ts'
import { secret } from './looks.ts'
import type { Searching } from './searching.ts'

/** `name=value&…` of a query or a form: what is hidden by its name, what a value holds, and names that hold what belongs into a value. */
export function redactedForm(text: string, search: Searching): string {
  const pieces = text.split('&')
  const announced = pieces.findIndex((piece) => announces(piece, search))
  if (announced >= 0) return search.plain(pieces.map((piece) => redactedField(piece, search)).join('&'), 0, '')
  return pieces.map((piece) => redactedField(piece, search)).join('&')
}

/** `name=password`: a field beside it holds its value. */
const announces = (piece: string, _search: Searching) =>
  /^(?:name|key|k|field|param|parameter|id|label|header|property|attribute)=/i.test(piece)

function redactedField(piece: string, search: Searching): string {
  const equals = piece.indexOf('=')
  if (equals < 0) return search.hidesNameless && piece.length > 3 ? secret : search.text(piece) === piece ? piece : secret
  const head = piece.slice(0, equals)
  const value = piece.slice(equals + 1)
  const name = percentDecoded(head.replaceAll('+', ' '))
  if (search.hidesMember(name)) {
    search.remember(percentDecoded(value.replaceAll('+', ' ')))
    search.remember(value)
    return `${search.text(name) === name ? head : secret}=${secret}`
  }
  const shown = value.length < 2 ? value : search.text(value, 0, name)
  return `${search.text(name) === name ? head : secret}=${shown}`
}
