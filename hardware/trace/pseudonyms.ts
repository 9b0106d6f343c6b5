import { createHmac } from 'node:crypto'
import { drawnFace, smallFace } from '../../fixtures/cards/photo.ts'
import { checkDigit } from '../../src/upstream/schema.ts'
import { lengthened } from '../card/jpeg.ts'
import { citizenFile, type Place, rightsFile } from '../card/layout.ts'
import { decodeTis620 } from '../card/tis620.ts'
import { type Followed, follow, type Source } from './follow.ts'
import type { Step, Trace } from './trace.ts'

type File = Exclude<Source, 'name of the applet' | 'unknown'>

const sizes: Record<File, number> = { citizen: citizenFile.size, rights: rightsFile.size, laser: 23, production: 45 }
const padding = 0x20
/** Of these commands it is known what is in them: nothing of a person. Others may carry a PIN. */
const harmless = new Set(['select', 'read', 'get response', 'laser', 'chip id'])

/**
 * The same trace with stand-ins for all that is of a person: as long, of the same form, and the same for the same bytes of the card
 * throughout. What is not understood becomes zeros. `key` decides on the stand-ins; whoever keeps it could not turn them back, but could tell
 * whether two traces are of one person, so it is thrown away.
 */
export function pseudonymise(trace: Trace, key: Uint8Array): Trace {
  const followed = follow(trace.steps)
  const originals = assembled(followed)
  const standIns: Record<File, Uint8Array> = {
    citizen: citizenStandIn(originals.citizen, key),
    rights: rightsStandIn(originals.rights, key),
    laser: new Uint8Array([...new Uint8Array(7), ...likewise(originals.laser.subarray(7, 19), key, 'laser'), 0, 0, 0, 0]),
    production: new Uint8Array([0x9f, 0x7f, 0x2a, ...noise(key, 'production', 42)]),
  }
  return { atr: trace.atr, steps: trace.steps.map((step, index) => replaced(step, followed[index], standIns)) }
}

function replaced(step: Step, followed: Followed | undefined, standIns: Record<File, Uint8Array>): Step {
  if (step.kind === 'reset' || !followed) return step
  const { command, answer } = step
  return {
    kind: 'exchange',
    command: harmless.has(followed.meaning.kind) ? command : withoutData(command),
    answer: new Uint8Array([...standInFor(followed, answer.length - 2, standIns), ...answer.subarray(-2)]),
  }
}

function standInFor({ step, piece: { source, offset } }: Followed, length: number, standIns: Record<File, Uint8Array>): Uint8Array {
  if (source === 'name of the applet') return step.answer.subarray(0, length)
  const known = source === 'unknown' ? new Uint8Array(0) : standIns[source].subarray(offset, offset + length)
  const bytes = new Uint8Array(length)
  bytes.set(known.subarray(0, length))
  return bytes
}

function withoutData(command: Uint8Array): Uint8Array {
  const bytes = command.slice()
  bytes.fill(0, 5)
  return bytes
}

/** The files of the card, as far as the answers have them; spaces elsewhere. */
function assembled(followed: readonly (Followed | undefined)[]): Record<File, Uint8Array> {
  const files = Object.fromEntries(Object.entries(sizes).map(([file, size]) => [file, new Uint8Array(size).fill(padding)])) as Record<
    File,
    Uint8Array
  >
  for (const item of followed) {
    if (!item || !(item.piece.source in files)) continue
    const file = files[item.piece.source as File]
    const data = item.step.answer.subarray(0, -2)
    if (item.piece.offset < file.length) file.set(data.subarray(0, file.length - item.piece.offset), item.piece.offset)
  }
  return files
}

function citizenStandIn(file: Uint8Array, key: Uint8Array): Uint8Array {
  const result = new Uint8Array(file.length)
  const field = (name: Exclude<keyof typeof citizenFile, 'size'>, standIn: (bytes: Uint8Array) => Uint8Array) => {
    const { offset, length } = citizenFile[name]
    result.set(standIn(file.subarray(offset, offset + length)), offset)
  }
  for (const name of ['version', 'sex', 'cardType'] as const) field(name, (bytes) => bytes)
  field('pid', (bytes) => pidStandIn(bytes, key))
  for (const name of ['thaiName', 'englishName'] as const) field(name, (bytes) => nameStandIn(bytes, key, name))
  for (const name of ['birthDate', 'issueDate', 'expiryDate'] as const) field(name, (bytes) => dateStandIn(bytes, key, name))
  for (const name of ['requestNumber', 'issuerCode', 'photoNumber'] as const) field(name, (bytes) => likewise(bytes, key, name))
  field('issuer', (bytes) => likewise(bytes, key, 'issuer'))
  field('address', (bytes) => addressStandIn(bytes, key))
  field('signature', (bytes) => noise(key, 'signature', bytes.length))
  const photo = photoStandIn(file.subarray(citizenFile.photo.offset, citizenFile.photo.offset + citizenFile.photo.length))
  field('photo', () => photo.bytes)
  field('photoLength', () => Uint8Array.of(photo.length >> 8, photo.length & 0xff))
  return result
}

function rightsStandIn(file: Uint8Array, key: Uint8Array): Uint8Array {
  const { size, ...places } = rightsFile
  const result = new Uint8Array(size)
  for (const [name, { offset, length }] of Object.entries(places) as [string, Place][]) {
    const bytes = file.subarray(offset, offset + length)
    result.set(/Date$/.test(name) ? dateStandIn(bytes, key, `rights ${name}`) : likewise(bytes, key, `rights ${name}`), offset)
  }
  return result
}

/** `[1-8]9999…`, the range that nobody has; the last digit is right where it was. */
function pidStandIn(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  const pid = Buffer.from(bytes).toString('latin1')
  if (!/^\d{13}$/.test(pid)) return likewise(bytes, key, 'pid')
  const first = /^[1-8]/.test(pid) ? pid[0]! : '1'
  const seven = [...noise(key, `pid ${pid}`, 7)].map((byte) => byte % 10).join('')
  const twelve = `${first}9999${seven}`
  const right = checkDigit(twelve)
  const wasRight = checkDigit(pid.slice(0, 12)) === Number(pid[12])
  return Buffer.from(`${twelve}${wasRight ? right : (right + 1) % 10}`, 'latin1')
}

const titles = ['นาย', 'นาง', 'นางสาว', 'น.ส.', 'ด.ช.', 'ด.ญ.', 'เด็กชาย', 'เด็กหญิง', 'Mr.', 'Mrs.', 'Miss', 'Ms.', 'Master']

/** Common titles stay, ranks do not. */
function nameStandIn(bytes: Uint8Array, key: Uint8Array, label: string): Uint8Array {
  const result = likewise(bytes, key, label)
  const title = bytes.subarray(0, Math.max(0, bytes.indexOf(0x23)))
  if (titles.includes(decodeTis620(title))) result.set(title)
  return result
}

const partNames = ['หมู่ที่', 'ตรอก', 'ซอย', 'ถนน', 'ตำบล', 'แขวง', 'อำเภอ', 'เขต', 'จังหวัด', 'กรุงเทพมหานคร']

/** What kind of part it is stays; which one does not. */
function addressStandIn(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  const result = likewise(bytes, key, 'address')
  let start = 0
  for (const part of decodeTis620(bytes).split('#')) {
    const kind = partNames.find((name) => part.startsWith(name))
    if (kind) result.set(bytes.subarray(start, start + kind.length), start)
    start += part.length + 1
  }
  return result
}

/** The year stays, and so does what is no day of the calendar; month and day become others. */
function dateStandIn(bytes: Uint8Array, key: Uint8Array, label: string): Uint8Array {
  const date = Buffer.from(bytes).toString('latin1')
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(date) ?? []
  if (year === undefined || date === '99999999') return /^\d{4} {4}$|^[ \0]*$|^9+$/.test(date) ? bytes : likewise(bytes, key, label)
  const [m, d] = noise(key, label, 2) as unknown as [number, number]
  return Buffer.from(`${year}${other(month!, 12, m)}${other(day!, 28, d)}`, 'latin1')
}

/** Another of `1` to `most`; 00 and what no calendar has stay. */
function other(two: string, most: number, by: number): string {
  const value = Number(two)
  if (value === 0 || value > Math.max(most, 31) || (most === 12 && value > 12)) return two
  return String(((value - 1 + 1 + (by % (most - 1))) % most) + 1).padStart(2, '0')
}

/** A drawn face of the same length; one that was cut short is cut short too. */
function photoStandIn(region: Uint8Array): { bytes: Uint8Array; length: number } {
  const end = Buffer.from(region).lastIndexOf('ffd9', undefined, 'hex')
  const length = end < 0 ? region.findLastIndex((byte) => byte !== padding) + 1 : end + 2
  const faces = [drawnFace, smallFace].map((base64) => new Uint8Array(Buffer.from(base64, 'base64')))
  const face = faces.map((jpeg) => lengthened(jpeg, length)).find((jpeg) => jpeg !== undefined) ?? faces[0]!
  const bytes = new Uint8Array(region.length).fill(padding)
  bytes.set(face.subarray(0, length))
  return { bytes, length }
}

/** Classes of bytes within which one stands in for another: digits, Latin letters, Thai consonants. Vowels, tone marks and signs stay. */
const classes: readonly (readonly [from: number, to: number])[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x61, 0x7a],
  [0xa1, 0xce],
]

/** Bytes of the same classes, none as it was; what has no class and is no sign of writing becomes a question mark. */
function likewise(bytes: Uint8Array, key: Uint8Array, label: string): Uint8Array {
  const by = noise(key, label, bytes.length)
  return bytes.map((byte, index) => {
    const range = classes.find(([from, to]) => byte >= from && byte <= to)
    if (range) {
      const [from, to] = range
      const count = to - from + 1
      return from + ((byte - from + 1 + (by[index]! % (count - 1))) % count)
    }
    const isSign = byte === 0 || (byte >= 0x20 && byte <= 0x7e) || (byte >= 0xcf && byte <= 0xda) || (byte >= 0xdf && byte <= 0xfb)
    return isSign ? byte : 0x3f
  })
}

/** Bytes that nobody can foretell without the key, the same for the same label. */
function noise(key: Uint8Array, label: string, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) =>
    createHmac('sha256', key).update(`${label} ${block}`).digest(),
  )
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length))
}
