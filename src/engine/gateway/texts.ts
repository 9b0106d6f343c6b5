import type { ErrorObject } from 'ajv'
import { redacted } from '../../redaction/search.ts'
import type { Schema, Text } from '../../upstream/document.ts'

/** What a breach of each JSON Schema keyword is called, and the hint where the spec has none of its own. */
export interface KeywordText {
  text: (error: ErrorObject) => Text
  hint: (error: ErrorObject) => Text
}

const asDescribed: Text = { th: 'แก้ไขค่าให้ตรงตามเอกสาร', en: 'Send the value as the document describes it.' }

export const keywordTexts: Record<string, KeywordText> = {
  type: {
    text: (error) =>
      isRepeated(error)
        ? { th: `ส่ง ${nameIn(error)} มากกว่าหนึ่งครั้ง`, en: `${nameIn(error)} is sent more than once` }
        : {
            th: `ชนิดข้อมูลผิด ต้องเป็น${typeNames(error.params.type, 'th')}`,
            en: `Wrong type: must be ${typeNames(error.params.type, 'en')}`,
          },
    hint: (error) => (isRepeated(error) ? { th: 'ส่งเพียงครั้งเดียว', en: 'Send it once.' } : typeHint(error)),
  },
  required: {
    text: ({ params, instancePath }) =>
      isWholeBody(instancePath, params.missingProperty)
        ? { th: 'ไม่มี body', en: 'There is no body' }
        : { th: `ขาด ${params.missingProperty}`, en: `${params.missingProperty} is missing` },
    hint: ({ params, instancePath, parentSchema }) =>
      isWholeBody(instancePath, params.missingProperty)
        ? bodyHint(parentSchema)
        : {
            th: `เพิ่ม ${params.missingProperty} ใน ${placeOf(instancePath, 'th')}`,
            en: `Add ${params.missingProperty} to ${placeOf(instancePath, 'en')}.`,
          },
  },
  additionalProperties: {
    text: ({ params }) => ignored(params.additionalProperty),
    hint: ({ params, parentSchema }) => closestName(params.additionalProperty, Object.keys(parentSchema?.properties ?? {})),
  },
  unevaluatedProperties: {
    text: ({ params }) => ignored(params.unevaluatedProperty),
    hint: ({ params, parentSchema }) => closestName(params.unevaluatedProperty, namesInBranches(parentSchema)),
  },
  pattern: {
    text: ({ params }) => ({ th: `รูปแบบผิด ต้องตรงกับ ${params.pattern}`, en: `Wrong form: must match ${params.pattern}` }),
    hint: () => asDescribed,
  },
  format: {
    text: ({ params }) =>
      params.format === 'thai-citizen-id'
        ? { th: 'หลักตรวจสอบ (หลักที่ 13) ของเลขประจำตัวประชาชนไม่ถูกต้อง', en: 'The check digit (the 13th) of the citizen id is wrong' }
        : {
            th: `รูปแบบผิด ต้องเป็น${formatNames[params.format]?.th ?? ` ${params.format}`}`,
            en: `Wrong form: must be ${formatNames[params.format]?.en ?? params.format}`,
          },
    hint: ({ params }) =>
      params.format === 'thai-citizen-id'
        ? { th: 'ตรวจสอบเลขที่พิมพ์หรืออ่านจากบัตร', en: 'Check the id as typed or as read from the card.' }
        : asDescribed,
  },
  'x-calendar': {
    text: ({ data }) => ({
      th: `ปี ${String(data).slice(0, 4)} เป็นปี พ.ศ. ต้องส่งปี ค.ศ.`,
      en: `The year ${String(data).slice(0, 4)} is a Buddhist year; the Gregorian year is wanted`,
    }),
    hint: ({ data }) => {
      const gregorian = `${Number(String(data).slice(0, 4)) - 543}${String(data).slice(4)}`
      return { th: `ลบ 543 ออกจากปี: ${gregorian}`, en: `Subtract 543 from the year: ${gregorian}.` }
    },
  },
  enum: {
    text: ({ params }) => ({
      th: `ต้องเป็นค่าใดค่าหนึ่งใน ${JSON.stringify(params.allowedValues)}`,
      en: `Must be one of ${JSON.stringify(params.allowedValues)}`,
    }),
    hint: () => asDescribed,
  },
  anyOf: {
    text: ({ schema }) => ({
      th: `ต้องส่งชุดใดชุดหนึ่ง: ${alternatives(schema, ' หรือ ')}`,
      en: `Send one of these sets: ${alternatives(schema, ' or ')}`,
    }),
    hint: ({ schema }) => ({
      th: `ใช้ชุดแรก: ${alternatives(schema, ' / ').split(' / ')[0]}`,
      en: `Use the first: ${alternatives(schema, ' / ').split(' / ')[0]}.`,
    }),
  },
  minLength: {
    text: ({ params, data }) =>
      data === ''
        ? { th: 'เป็นค่าว่าง', en: 'It is empty' }
        : { th: `สั้นเกินไป ต้องมีอย่างน้อย ${params.limit} ตัวอักษร`, en: `Too short: at least ${params.limit} characters` },
    hint: () => ({ th: 'ใส่ค่าจริง อย่าส่งสตริงว่าง', en: 'Send the real value, not an empty string.' }),
  },
  maxLength: {
    text: ({ params }) => ({ th: `ยาวเกินไป ไม่เกิน ${params.limit} ตัวอักษร`, en: `Too long: at most ${params.limit} characters` }),
    hint: () => ({ th: 'ตัดให้สั้นลง', en: 'Shorten it.' }),
  },
  minimum: {
    text: ({ params }) => ({ th: `ค่าต้องไม่น้อยกว่า ${params.limit}`, en: `Must be at least ${params.limit}` }),
    hint: () => asDescribed,
  },
  maximum: {
    text: ({ params }) => ({ th: `ค่าต้องไม่เกิน ${params.limit}`, en: `Must be at most ${params.limit}` }),
    hint: () => asDescribed,
  },
  exclusiveMinimum: {
    text: ({ params }) => ({ th: `ค่าต้องมากกว่า ${params.limit}`, en: `Must be more than ${params.limit}` }),
    hint: () => asDescribed,
  },
  minItems: {
    text: ({ params }) => ({
      th: `ต้องมีอย่างน้อย ${params.limit} รายการ`,
      en: `At least ${params.limit} item${params.limit === 1 ? '' : 's'}`,
    }),
    hint: () => asDescribed,
  },
  maxItems: {
    text: ({ params }) => ({ th: `มีได้ไม่เกิน ${params.limit} รายการ`, en: `At most ${params.limit} items` }),
    hint: () => ({ th: 'ส่งเฉพาะรายการที่จำเป็น', en: 'Send only those that are needed.' }),
  },
  minProperties: {
    text: () => ({ th: 'ต้องมีอย่างน้อยหนึ่งค่า', en: 'At least one value is wanted' }),
    hint: ({ parentSchema }) => knownNames(Object.keys(parentSchema?.properties ?? {})),
  },
}

/** In place of "as the document describes it", where none does. */
export const noDocumentSays: Text = {
  th: 'ไม่มีเอกสารกำหนดไว้ ระบบจริงอาจรับหรือไม่รับ ควรส่งแบบที่ใช้กันทั่วไป',
  en: 'No document says so: the real service may take it or not. Keep to what is usual.',
}

export const isGeneral = (hint: Text) => hint === asDescribed

const unnamed: KeywordText = {
  text: ({ keyword, message }) => ({ th: `ไม่ผ่านเงื่อนไข ${keyword}`, en: `Breaks ${keyword}: ${message}` }),
  hint: () => asDescribed,
}

export function keywordText(keyword: string): KeywordText {
  return keywordTexts[keyword] ?? unnamed
}

const formatNames: Record<string, Text> = {
  date: { th: 'วันที่ที่มีจริงแบบ yyyy-mm-dd', en: 'a day that exists, as yyyy-mm-dd' },
  'date-time': {
    th: 'วันเวลาพร้อมเขตเวลา เช่น 2026-12-01T09:00:00+07:00',
    en: 'an instant with its zone, for example 2026-12-01T09:00:00+07:00',
  },
}

const thaiTypes: Record<string, string> = {
  string: 'ข้อความ (string)',
  integer: 'จำนวนเต็ม (integer)',
  number: 'ตัวเลข (number)',
  boolean: ' true หรือ false (boolean)',
  object: ' object { }',
  array: ' array [ ]',
  null: ' null',
}

function typeNames(types: unknown, language: keyof Text): string {
  const names = [types].flat().map(String)
  return language === 'th' ? names.map((name) => thaiTypes[name] ?? name).join(' หรือ ') : names.join(' or ')
}

function typeHint({ params, data, parentSchema }: ErrorObject): Text {
  if (params.type === 'integer' && typeof data === 'string' && /^\d+$/.test(data))
    return { th: 'ส่งเป็นตัวเลข ไม่ใส่เครื่องหมายคำพูด', en: 'Send a JSON number, without quotes.' }
  if (params.type === 'string' && typeof data === 'number')
    return { th: 'ส่งเป็นข้อความในเครื่องหมายคำพูด เพื่อไม่ให้เลข 0 นำหน้าหาย', en: 'Send a string in quotes, so that leading zeros survive.' }
  if (typeof data === 'string' && /^\s*[[{]/.test(data))
    return {
      th: 'เข้ารหัส JSON ซ้ำสองชั้น ให้ส่ง object โดยตรง ไม่ใช่ข้อความของ JSON',
      en: 'The JSON is encoded twice: send the object itself, not its text.',
    }
  if (data === null)
    return {
      th: 'อย่าส่ง null ให้ใส่ค่าจริง หรือตัดชื่อนี้ออกถ้าไม่บังคับ',
      en: 'Do not send null: send the value, or leave the name out where it is optional.',
    }
  return hintOfSchema(parentSchema) ?? asDescribed
}

const hintOfSchema = (schema: object | undefined) => (schema as Schema | undefined)?.['x-hint']

/** A parameter that stands twice in the query string is read as a list. */
const isRepeated = ({ instancePath, data }: ErrorObject) => Array.isArray(data) && instancePath.startsWith('/query/')

const nameIn = ({ instancePath }: ErrorObject) => instancePath.slice(instancePath.lastIndexOf('/') + 1)

const isWholeBody = (instancePath: string, missing: string) => instancePath === '' && missing === 'body'

const bodyHint = (callSchema: Schema | undefined): Text =>
  callSchema?.properties?.body?.type === 'string'
    ? {
        th: 'ส่งข้อความใน body ของคำขอ (curl: --data-binary @ไฟล์.txt)',
        en: 'Send the text in the body of the request (curl: --data-binary @file.txt).',
      }
    : { th: 'ส่ง JSON ใน body ของคำขอ', en: 'Send JSON in the body of the request.' }

/** The part of the call that a pointer names: the query string, the body, or an object in it. */
function placeOf(pointer: string, language: keyof Text): string {
  if (pointer === '/query') return language === 'th' ? 'query string' : 'the query string'
  if (pointer === '/body') return language === 'th' ? 'body' : 'the body'
  return pointer
    .slice(1)
    .replace(/^body\//, '')
    .replaceAll('/', '.')
}

function ignored(name: string): Text {
  const brief = briefly(name)
  return { th: `sandbox ไม่รู้จัก ${brief} จึงไม่อ่านค่านี้`, en: `The sandbox knows no ${brief} here and ignores it` }
}

const longestName = 100

/** A name that the caller made up. */
export function briefly(name: string): string {
  const safe = redacted(name.slice(0, 10 * longestName))
  return safe.length > longestName ? `${safe.slice(0, longestName)}…` : safe
}

function namesInBranches(schema: Schema | undefined): string[] {
  const branches = (schema?.anyOf ?? schema?.oneOf ?? []) as Schema[]
  return [...new Set(branches.flatMap(({ properties }) => Object.keys(properties ?? {})))]
}

function alternatives(schema: unknown, or: string): string {
  return (schema as { title?: string }[]).map(({ title }) => title ?? '?').join(or)
}

/** For a name that does not exist: the one that was probably meant. */
export function closestName(wrong: string, names: readonly string[]): Text {
  const best = nearest(wrong, names)
  return best === undefined ? knownNames(names) : { th: `หมายถึง ${best} หรือไม่`, en: `Did you mean ${best}?` }
}

/** Nobody mistypes a name of this length, and comparing takes time by its length. */
const longestCompared = 200

export function nearest(wrong: string, names: readonly string[]): string | undefined {
  if (wrong.length > longestCompared) return undefined
  const [best] = names.map((name) => ({ name, distance: editDistance(plain(wrong), plain(name)) })).sort((a, b) => a.distance - b.distance)
  return best && best.distance <= Math.max(2, wrong.length / 3) ? best.name : undefined
}

function knownNames(names: readonly string[]): Text {
  if (names.length === 0) return { th: 'ไม่ต้องส่งค่าใดที่นี่', en: 'Nothing is expected here.' }
  return { th: `ชื่อที่มี: ${names.join(', ')}`, en: `Known here: ${names.join(', ')}.` }
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
