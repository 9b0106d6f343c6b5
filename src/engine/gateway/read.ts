import { isUtf8 } from 'node:buffer'
import type { Provenance, Schema, Text } from '../../upstream/document.ts'
import { type Judged, severityOf, shown } from '../../upstream/finding.ts'
import type { HttpCall } from '../../upstream/http.ts'
import type { Operation } from '../../upstream/operation.ts'
import type { Query } from './address.ts'
import { isTooIntricate } from './intricacy.ts'
import { placeOfError } from './placeOfError.ts'
import { decodedText } from './text-body.ts'

const json: Provenance = { level: 'documented', source: 'RFC 8259 (JSON is UTF-8); the documents print JSON bodies' }
const unusual: Provenance = { level: 'observed', source: 'public clients; the call is answered all the same' }
const own: Provenance = { level: 'assumed', source: 'The sandbox takes text files as people have them' }
const limit: Provenance = { level: 'assumed', source: 'Limit of the sandbox; what the real service takes is unknown' }

/** The query as the operation types it: digits become numbers where the spec wants a number, nothing else is bent. */
export function readQuery(operation: Operation, query: Query): { query: Record<string, unknown>; judged: Judged[] } {
  const values: Record<string, unknown> = Object.create(null)
  const judged: Judged[] = []
  for (const name in query) {
    if (name === 'Action') continue
    const value = query[name]
    values[name] = value
    if (typeof value === 'string' && unreadable.test(value)) judged.push(unreadableAt(`/query/${name}`, value))
  }
  for (const { name, in: place, schema } of operation.parameters) {
    if (place !== 'query' || !(name in values)) continue
    const text = values[name]
    values[name] = typed(schema, text)
    if (typeof values[name] === 'boolean' && text !== String(values[name])) judged.push(capitals(`/query/${name}`, String(text)))
  }
  return { query: values, judged }
}

export function readPath(
  operation: Operation,
  parameters: Record<string, string | undefined>,
): { path: Record<string, unknown>; judged: Judged[] } {
  const path: Record<string, unknown> = { ...parameters }
  const judged: Judged[] = []
  for (const { name, in: place, schema } of operation.parameters) {
    if (place !== 'path') continue
    const value = parameters[name]
    if (value !== undefined && unreadable.test(value)) judged.push(unreadableAt(`/path/${name}`, value))
    path[name] = typed(schema, value)
  }
  return { path, judged }
}

function capitals(pointer: string, value: string): Judged {
  return remark(
    'boolean-in-capitals',
    unusual,
    pointer,
    shown(value),
    { th: 'ค่า true/false เขียนด้วยตัวพิมพ์ใหญ่', en: 'true and false are written with a capital letter' },
    { th: 'ส่งเป็นตัวพิมพ์เล็ก (Python: str(flag).lower())', en: 'Write them in small letters (Python: str(flag).lower()).' },
    false,
  )
}

/** What a decoder leaves where the bytes were not UTF-8, and NUL. */
const unreadable = /[\0\uFFFD]/

const unreadableAt = (pointer: string, value: string) => (value.includes('\0') ? nul(pointer) : notUtf8(pointer, value))

/** U+0000 as JSON escapes it; a backslash that is escaped itself does not count. */
const escapedNul = /(?<!\\)(?:\\\\)*\\u0000/

function typed(schema: Schema, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const isNumber = (schema.type === 'integer' && /^-?\d{1,15}$/.test(value)) || (schema.type === 'number' && /^-?\d+(\.\d+)?$/.test(value))
  if (isNumber) return Number(value)
  // Python's requests writes True and False.
  if (schema.type === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  return value
}

/** The body as JSON, or as text where the spec asks for text, with what is wrong about its form. `undefined` where there is none or it cannot be read. */
export function readBody(operation: Operation, call: HttpCall): { body: unknown; judged: Judged[] } {
  if (call.tooLarge) return { body: undefined, judged: [tooLarge()] }
  const bytes = call.body
  if (!operation.body || !bytes || bytes.length === 0) return { body: undefined, judged: [] }
  if (operation.body.contentType === 'text/plain') return readText(bytes, call.headers['content-type'])
  const compression = compressionOf(bytes, call.headers['content-encoding'])
  if (compression !== undefined) return { body: undefined, judged: [compressed(compression)] }
  if (!isUtf8(bytes)) return { body: undefined, judged: [endsWithinCharacter(bytes) ? cutOff() : notUtf8('/body', undefined)] }
  if (isTooIntricate(bytes)) return { body: undefined, judged: [tooIntricate()] }
  const judged: Judged[] = []
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  if (looksLikeForm.test(text)) return { body: undefined, judged: [formNotJson()] }
  const contentType = call.headers['content-type']
  if (!contentType?.toLowerCase().startsWith(operation.body.contentType)) judged.push(otherContentType(operation, contentType))
  if (escapedNul.test(text)) judged.push(nul('/body'))
  if (text.startsWith('\uFEFF')) judged.push(byteOrderMark())
  try {
    return { body: JSON.parse(text.replace(/^\uFEFF/, '')), judged }
  } catch {
    const place = placeOfError(text)
    const isCut = place.startsWith('(cut off') && text.length < bytes.length && call.headers['content-length'] !== undefined
    return { body: undefined, judged: [...judged, isCut ? cutOff() : notJson(place)] }
  }
}

/** Files come in many encodings, and curl calls every body a form: both are only remarked on. */
function readText(bytes: Uint8Array, contentType: string | undefined): { body: unknown; judged: Judged[] } {
  if (contentType?.toLowerCase().startsWith('multipart/')) return { body: undefined, judged: [multipartNotText(contentType)] }
  const { text, encoding } = decodedText(bytes)
  const judged: Judged[] = []
  if (!contentType?.toLowerCase().startsWith('text/plain')) judged.push(textUnderAnotherType(contentType))
  if (encoding !== 'utf-8') judged.push(otherEncoding(encoding))
  if (text.includes('\0')) judged.push(nul('/body'))
  return { body: text, judged }
}

/** `name=value&…`, as HTML forms and many HTTP components send by themselves. */
const looksLikeForm = /^[\w.%[\]-]+=[^{]*$/

function formNotJson(): Judged {
  return remark(
    'form-instead-of-json',
    json,
    '/body',
    '(name=value&…)',
    { th: 'ส่งมาเป็นฟอร์ม (name=value&…) ต้องส่งเป็น JSON', en: 'The body is a form (name=value&…); JSON is wanted' },
    {
      th: 'PHP: json_encode() แล้วตั้ง CURLOPT_POSTFIELDS เป็นสตริงนั้น  Delphi: TJSONObject.ToString',
      en: 'PHP: give CURLOPT_POSTFIELDS the string of json_encode(), not an array. Delphi: TJSONObject.ToString.',
    },
    true,
  )
}

function remark(rule: string, provenance: Provenance, pointer: string, seen: string, text: Text, hint: Text, refuses: boolean): Judged {
  return {
    refuses,
    finding: { rule, severity: refuses ? severityOf(provenance) : 'warning', in: 'request', pointer, seen, text, hint, provenance },
  }
}

function notUtf8(pointer: string, value: unknown): Judged {
  return remark(
    'charset',
    json,
    pointer,
    value === undefined ? '(bytes that are not UTF-8)' : shown(value),
    { th: 'ข้อมูลไม่ใช่ UTF-8', en: 'The bytes are not UTF-8' },
    {
      th: 'แปลงจาก TIS-620 หรือ Windows-874 เป็น UTF-8 ก่อนส่ง (Delphi: TEncoding.UTF8)',
      en: 'Convert from TIS-620 or Windows-874 to UTF-8 before sending (Delphi: TEncoding.UTF8).',
    },
    true,
  )
}

/** No database stores it in a text, and no document has a use for it. */
function nul(pointer: string): Judged {
  return remark(
    'nul-character',
    limit,
    pointer,
    '(holds U+0000)',
    { th: 'ข้อความมีอักขระ NUL (U+0000)', en: 'A text holds the character NUL (U+0000)' },
    { th: 'ตัดอักขระ NUL ออก (มักมาจาก buffer ความยาวคงที่)', en: 'Trim it; it often comes from a fixed-length buffer.' },
    true,
  )
}

function notJson(place: string): Judged {
  return remark(
    'json',
    json,
    '/body',
    place,
    { th: 'body ไม่ใช่ JSON ที่ถูกต้อง', en: 'The body is not valid JSON' },
    { th: 'สร้าง JSON ด้วยไลบรารี อย่าต่อสตริงเอง', en: 'Build the JSON with a library rather than by joining strings.' },
    true,
  )
}

/** Bytes that are compressed, as the header says or as they begin; a header that is not true of them says nothing. */
function compressionOf(bytes: Uint8Array, header: string | undefined): string | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  const named = header?.trim().toLowerCase()
  return named === undefined || named === '' || named === 'identity' || isUtf8(bytes) ? undefined : named
}

function compressed(compression: string): Judged {
  return remark(
    'content-encoding',
    limit,
    '/headers/content-encoding',
    shown(compression),
    {
      th: `body ถูกบีบอัด (${compression.slice(0, 20)}) sandbox ไม่รับ`,
      en: `The body is compressed (${compression.slice(0, 20)}), which the sandbox does not take`,
    },
    { th: 'ส่ง body โดยไม่บีบอัด และไม่ใส่ Content-Encoding', en: 'Send the body as it is, without Content-Encoding.' },
    true,
  )
}

/** UTF-8 up to a character that has begun. */
function endsWithinCharacter(bytes: Uint8Array): boolean {
  return [1, 2, 3].some((missing) => bytes.length > missing && bytes.at(-missing)! >= 0xc0 && isUtf8(bytes.subarray(0, -missing)))
}

function cutOff(): Judged {
  return remark(
    'content-length',
    json,
    '/headers/content-length',
    '(the body ends in the middle)',
    {
      th: 'body ขาดกลางทาง: Content-Length น้อยกว่าจำนวน byte ที่ส่ง',
      en: 'The body ends in the middle: Content-Length is less than the bytes that were sent',
    },
    {
      th: 'Content-Length นับเป็น byte ไม่ใช่จำนวนอักษร: อักษรไทยหนึ่งตัวใน UTF-8 มี 3 byte (ให้ไลบรารี HTTP นับเอง)',
      en: 'Content-Length counts bytes, not characters: a Thai character is three bytes in UTF-8. Let the HTTP library count.',
    },
    true,
  )
}

function multipartNotText(contentType: string): Judged {
  return remark(
    'multipart-instead-of-text',
    own,
    '/headers/content-type',
    shown(contentType),
    {
      th: 'ส่งไฟล์เป็นฟอร์ม (multipart) ต้องส่งเนื้อไฟล์เป็น body โดยตรง',
      en: 'The file is sent as a form (multipart); its content is wanted as the body',
    },
    { th: 'curl: --data-binary @ไฟล์.txt แทน -F', en: 'curl: --data-binary @file.txt instead of -F.' },
    true,
  )
}

function textUnderAnotherType(contentType: string | undefined): Judged {
  return remark(
    'content-type',
    own,
    '/headers/content-type',
    shown(contentType),
    { th: 'ต้องส่งข้อความ แต่ Content-Type ไม่ใช่ text/plain', en: 'A text is wanted but the Content-Type does not say text/plain' },
    { th: 'ตั้ง Content-Type: text/plain', en: 'Set Content-Type: text/plain.' },
    false,
  )
}

function otherEncoding(encoding: string): Judged {
  return remark(
    'charset',
    own,
    '/body',
    shown(encoding),
    { th: `ข้อความไม่ใช่ UTF-8 จึงอ่านเป็น ${encoding}`, en: `The text is not UTF-8 and is read as ${encoding}` },
    { th: 'บันทึกไฟล์เป็น UTF-8', en: 'Save the file as UTF-8.' },
    false,
  )
}

function tooLarge(): Judged {
  return remark(
    'body-too-large',
    limit,
    '/body',
    '(over 1 MiB)',
    { th: 'body ใหญ่เกิน 1 MiB', en: 'The body is larger than 1 MiB' },
    { th: 'ส่งข้อมูลเท่าที่จำเป็น', en: 'Send only what the operation needs.' },
    true,
  )
}

function tooIntricate(): Judged {
  return remark(
    'body-too-intricate',
    limit,
    '/body',
    '(over 20,000 names, 30,000 objects and lists, or 100 levels)',
    { th: 'body มีชื่อ object หรือชั้นมากเกินกว่าที่เอกสารใดต้องใช้', en: 'The body has more names, objects or levels than any document asks for' },
    {
      th: 'ส่งข้อมูลเท่าที่จำเป็น และตรวจว่าโปรแกรมไม่ได้ใส่ข้อมูลซ้อนตัวเอง',
      en: 'Send only what the operation needs; a program may be nesting its data in itself.',
    },
    true,
  )
}

function byteOrderMark(): Judged {
  return remark(
    'byte-order-mark',
    unusual,
    '/body',
    '"\\uFEFF"',
    { th: 'body ขึ้นต้นด้วย byte order mark', en: 'The body starts with a byte order mark' },
    { th: 'ตัด BOM ออก (.NET: new UTF8Encoding(false))', en: 'Leave it out (.NET: new UTF8Encoding(false)).' },
    false,
  )
}

function otherContentType(operation: Operation, contentType: string | undefined): Judged {
  const name = operation.body?.contentTypeRule
  const rule = name === undefined ? undefined : operation.rules[name]
  return remark(
    rule ? `${operation.upstream.name}/${name}` : 'content-type',
    rule?.['x-provenance'] ?? unusual,
    '/headers/content-type',
    shown(contentType),
    rule
      ? { th: rule.th, en: rule.en }
      : { th: 'ส่ง JSON แต่ Content-Type ไม่ใช่ application/json', en: 'The body is JSON but the Content-Type does not say so' },
    rule?.hint ?? { th: 'ตั้ง Content-Type: application/json', en: 'Set Content-Type: application/json.' },
    false,
  )
}
