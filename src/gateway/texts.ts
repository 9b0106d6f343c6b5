import type { ErrorObject } from 'ajv'
import type { Schema, Text } from './document.ts'

/** What a breach of each JSON Schema keyword is called, and the hint where the spec has none of its own. */
export interface KeywordText {
  text: (error: ErrorObject) => Text
  hint: (error: ErrorObject) => Text
}

const asDescribed: Text = { th: 'แก้ไขค่าให้ตรงตามเอกสาร', en: 'Send the value as the document describes it.' }

export const keywordTexts: Record<string, KeywordText> = {
  type: {
    text: ({ params }) => ({ th: `ชนิดข้อมูลผิด ต้องเป็น ${params.type}`, en: `Wrong type: must be ${params.type}` }),
    hint: ({ params, data }) =>
      params.type === 'integer' && typeof data === 'string' && /^\d+$/.test(data)
        ? { th: 'ส่งเป็นตัวเลข ไม่ใส่เครื่องหมายคำพูด', en: 'Send a JSON number, without quotes.' }
        : params.type === 'string' && typeof data === 'number'
          ? { th: 'ส่งเป็นสตริงในเครื่องหมายคำพูด เพื่อไม่ให้เลข 0 นำหน้าหาย', en: 'Send a string in quotes, so that leading zeros survive.' }
          : asDescribed,
  },
  required: {
    text: ({ params }) => ({ th: `ขาด ${params.missingProperty}`, en: `${params.missingProperty} is missing` }),
    hint: ({ params }) => ({ th: `เพิ่ม ${params.missingProperty}`, en: `Add ${params.missingProperty}.` }),
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
        : { th: `รูปแบบผิด ต้องเป็น ${params.format}`, en: `Wrong form: must be a ${params.format}` },
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
    text: ({ params }) => ({ th: `สั้นเกินไป ต้องมีอย่างน้อย ${params.limit} ตัวอักษร`, en: `Too short: at least ${params.limit} characters` }),
    hint: () => ({ th: 'อย่าส่งค่าว่าง', en: 'Do not send it empty.' }),
  },
  maxLength: {
    text: ({ params }) => ({ th: `ยาวเกินไป ไม่เกิน ${params.limit} ตัวอักษร`, en: `Too long: at most ${params.limit} characters` }),
    hint: () => ({ th: 'ตัดให้สั้นลง', en: 'Shorten it.' }),
  },
  minimum: { text: ({ params }) => limit(params), hint: () => asDescribed },
  maximum: { text: ({ params }) => limit(params), hint: () => asDescribed },
}

const unnamed: KeywordText = {
  text: ({ keyword, message }) => ({ th: `ไม่ผ่านเงื่อนไข ${keyword}`, en: `Breaks ${keyword}: ${message}` }),
  hint: () => asDescribed,
}

export function keywordText(keyword: string): KeywordText {
  return keywordTexts[keyword] ?? unnamed
}

function ignored(name: string): Text {
  return { th: `ไม่มี ${name} ในเอกสาร ระบบไม่อ่านค่านี้`, en: `${name} is not in the document and is ignored` }
}

function namesInBranches(schema: Schema | undefined): string[] {
  const branches = (schema?.anyOf ?? schema?.oneOf ?? []) as Schema[]
  return [...new Set(branches.flatMap(({ properties }) => Object.keys(properties ?? {})))]
}

function limit({ comparison, limit }: Record<string, unknown>): Text {
  return { th: `ค่าต้อง ${comparison} ${limit}`, en: `Must be ${comparison} ${limit}` }
}

function alternatives(schema: unknown, or: string): string {
  return (schema as { title?: string }[]).map(({ title }) => title ?? '?').join(or)
}

/** For a name that does not exist: the one that was probably meant. */
export function closestName(wrong: string, names: readonly string[]): Text {
  const [best] = names.map((name) => ({ name, distance: editDistance(plain(wrong), plain(name)) })).sort((a, b) => a.distance - b.distance)
  if (best && best.distance <= Math.max(2, wrong.length / 3)) return { th: `หมายถึง ${best.name} หรือไม่`, en: `Did you mean ${best.name}?` }
  return { th: `ชื่อที่มี: ${names.join(', ')}`, en: names.length === 0 ? 'Nothing is expected here.' : `Known here: ${names.join(', ')}.` }
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
