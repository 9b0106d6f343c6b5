import type { Text } from '../../src/upstream/document.ts'
import type { CardAddress, CardName, CardSex } from './card-data.ts'
import { photoCapacity } from './layout.ts'
import { decodeTis620, encodeTis620 } from './tis620.ts'

/** What cannot be written onto a card, and why: shown to whoever made it up. */
export class DoesNotFit extends Error {
  /** The field's name in ChipContents, `data.thaiName` say. */
  readonly field: string
  /** Why, by itself. */
  readonly reason: Text
  constructor(field: string, reason: Text) {
    super(`${field} ${reason.en}`)
    this.field = field
    this.reason = reason
  }
}

/** Turns a value into the bytes of its field, without padding, and back. `encode` says why a value has none. */
export interface Codec<Value> {
  encode(value: Value): { bytes: Uint8Array } | { reason: Text }
  decode(bytes: Uint8Array): Value
}

const refused = (en: string, th: string) => ({ reason: { en, th } })

/** Readers strip NULs as well as the spaces that fields are padded with. */
const stripped = (text: string) => text.replaceAll('\0', '').replace(/ +$/, '')

/** Text in TIS-620, which has ASCII within it. */
export const text: Codec<string> = {
  encode(value) {
    const encoded = encodeTis620(value)
    if ('foreign' in encoded)
      return refused(`holds “${encoded.foreign}”, which TIS-620 does not have`, `มี “${encoded.foreign}” ซึ่งไม่มีใน TIS-620`)
    return /^ | $/.test(value)
      ? refused('begins or ends with a space, which is lost in the padding', 'ขึ้นต้นหรือลงท้ายด้วยช่องว่าง ซึ่งจะหายไปกับช่องว่างที่เติมให้เต็ม')
      : encoded
  },
  decode: (bytes) => stripped(decodeTis620(bytes)),
}

/** Text of a form of its own: digits, dates. */
const formed = (form: RegExp, description: Text): Codec<string> => ({
  encode: (value) =>
    form.test(value)
      ? { bytes: new Uint8Array(Buffer.from(value, 'latin1')) }
      : refused(`is not ${description.en}`, `ไม่ใช่ ${description.th}`),
  decode: (bytes) => stripped(Buffer.from(bytes).toString('latin1')),
})

export const ascii = formed(/^(?:[!-~](?:[ -~]*[!-~])?)?$/, { en: 'plain ASCII', th: 'ASCII' })
export const digits = (count: number) => formed(new RegExp(`^\\d{${count}}$`), { en: `${count} digits`, th: `ตัวเลข ${count} หลัก` })
/** Impossible dates are on real cards. */
export const date = formed(/^(?:\d{4}(?:\d{4})?)?$/, { en: 'YYYYMMDD, a year or empty', th: 'YYYYMMDD ปีอย่างเดียว หรือว่าง' })

/** Parts with `#` between them: an empty part is kept. */
function parts(value: readonly string[], each: Codec<string>): ReturnType<Codec<string>['encode']> {
  if (value.some((part) => part.includes('#'))) return refused('holds “#”, which stands between the parts', 'มี “#” ซึ่งใช้คั่นระหว่างส่วน')
  return each.encode(value.join('#'))
}

export const name = (each: Codec<string>): Codec<CardName> => ({
  encode: ({ title, first, middle, last }) => parts(middle === undefined ? [title, first, last] : [title, first, middle, last], each),
  decode(bytes) {
    const [title = '', first = '', ...rest] = each.decode(bytes).split('#')
    const [middle, last = ''] = rest.length < 2 ? [undefined, rest[0]] : [rest[0]!, rest.slice(1).join('#')]
    return { title, first, ...(middle !== undefined && { middle }), last }
  },
})

const addressParts = ['house', 'moo', 'trok', 'soi', 'road', 'tambon', 'amphoe', 'province'] as const satisfies (keyof CardAddress)[]

export const address: Codec<CardAddress> = {
  encode: (value) =>
    parts(
      addressParts.map((part) => value[part]),
      text,
    ),
  decode(bytes) {
    const found = text.decode(bytes).split('#')
    return Object.fromEntries(addressParts.map((part, index) => [part, found[index] ?? ''])) as unknown as CardAddress
  },
}

/** One byte, whatever it says. */
export const sex: Codec<CardSex> = {
  encode: (value) => {
    const encoded = text.encode(String(value))
    return 'bytes' in encoded && encoded.bytes.length > 1 ? refused('is longer than one character', 'ยาวกว่าหนึ่งตัวอักษร') : encoded
  },
  decode(bytes) {
    const value = text.decode(bytes)
    return /^\d$/.test(value) ? Number(value) : value
  },
}

/** A JPEG that every reader gets whole, also the one that takes what stands between the last start and the last end of an image. */
export const photo: Codec<Uint8Array> = {
  encode(value) {
    const bytes = Buffer.from(value)
    if (bytes.length > photoCapacity)
      return refused(
        `has ${bytes.length} bytes; readers take ${photoCapacity} from a card`,
        `มี ${bytes.length} ไบต์ แต่โปรแกรมอ่านบัตรอ่านได้ ${photoCapacity} ไบต์`,
      )
    if (bytes.indexOf('ffd8', 0, 'hex') !== 0) return refused('is not a JPEG: it does not begin with FFD8', 'ไม่ใช่ JPEG: ไม่ขึ้นต้นด้วย FFD8')
    if (bytes.indexOf('ffd9', 0, 'hex') !== bytes.length - 2)
      return refused(
        'is not a JPEG with one end: FFD9 stands elsewhere too, or not at its end',
        'ไม่ใช่ JPEG ที่จบครั้งเดียว: FFD9 ไม่ได้อยู่ท้ายเพียงแห่งเดียว',
      )
    if (bytes.lastIndexOf('ffd8', undefined, 'hex') !== 0)
      return refused('holds another image: FFD8 stands in it twice', 'มีภาพอื่นซ้อนอยู่: มี FFD8 สองแห่ง')
    return { bytes: value }
  },
  decode(bytes) {
    const end = Buffer.from(bytes).lastIndexOf('ffd9', undefined, 'hex')
    return end < 0 ? bytes : bytes.subarray(0, end + 2)
  },
}
