import { citizenFile, rightsFile } from '../card/layout.ts'
import { decodeTis620 } from '../card/tis620.ts'
import { type Followed, follow, type Meaning } from './follow.ts'
import type { Trace } from './trace.ts'

export interface Heading {
  /** The reader, where one is known. */
  reader?: string
  /** Whether what is personal was replaced. */
  pseudonymised: boolean
}

/**
 * A trace as text: `ATR`, `RESET`, `>` a command, `<` its answer, in hexadecimal bytes; what follows `#` is for people. A session embeds it
 * as it is.
 */
export function formatTrace(trace: Trace, { reader, pseudonymised }: Heading): string {
  const followed = follow(trace.steps)
  const lines = followed.flatMap((item) => (item === undefined ? ['RESET'] : exchangeLines(item)))
  return `${[
    '# APDU trace of moph-sandbox: > to the card, < its answer, RESET power on or reset',
    ...(reader === undefined ? [] : [`# reader ${reader.replaceAll(/[\r\n]/g, ' ')}`]),
    pseudonymised
      ? '# What is personal was replaced by stand-ins of the same form, what is not understood by zeros.'
      : '# Of a synthetic card: nobody is in it.',
    `ATR ${hex(trace.atr)}`,
    ...lines,
  ].join('\n')}\n`
}

function exchangeLines(item: Followed): string[] {
  const { command, answer } = item.step
  return [`> ${hex(command)}  # ${describe(item.meaning)}`, `< ${hex(answer)}${shownData(item)}`]
}

const hex = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$& ')

function describe(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'select':
      return `SELECT ${meaning.applet}`
    case 'read':
      return `READ ${meaning.source}: ${fieldsIn(meaning)}`
    case 'get response':
      return 'GET RESPONSE'
    case 'laser':
      return 'READ LASER'
    case 'chip id':
      return 'GET DATA: chip id'
    default:
      return 'unknown'
  }
}

/** Names of the fields that a read touches. */
function fieldsIn({ source, offset, length }: Extract<Meaning, { kind: 'read' }>): string {
  const { size: _size, ...places } = source === 'rights' ? rightsFile : citizenFile
  const touched = Object.entries(places).filter(([, place]) => place.offset < offset + length && offset < place.offset + place.length)
  const names = touched.map(([name]) => name)
  return names.length > 3 ? `${names[0]} to ${names.at(-1)}` : names.join(', ') || `offset ${offset}`
}

/** What an answer says in letters, where it does. */
function shownData({ step, piece }: Followed): string {
  const data = step.answer.subarray(0, -2)
  const { photo, signature } = citizenFile
  if (data.length === 0 || (piece.source !== 'citizen' && piece.source !== 'rights')) return ''
  const isIn = ({ offset, length }: typeof photo | typeof signature) =>
    piece.offset < offset + length && offset < piece.offset + data.length
  if (piece.source === 'citizen' && (isIn(photo) || isIn(signature)))
    return `  # bytes ${piece.offset} to ${piece.offset + data.length - 1}`
  const text = decodeTis620(data).replace(/ +$/, '').replaceAll(/ {2,}/g, ' … ')
  return `  # ${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '·')}`
}
