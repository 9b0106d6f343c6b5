import { setImmediate as others } from 'node:timers/promises'
import type { components } from '../../src/generated/control/moph-messaging.ts'
import { isCitizenId } from '../../src/upstream/schema.ts'

export type ListReport = components['schemas']['ListReport']
type LineRemark = components['schemas']['LineRemark']
type Reason = LineRemark['reason']

interface Line {
  line: number
  /** As it stands in the file. */
  raw: string
  cid: string | null
  /** Why no citizen id could be read in it, or that something had to be taken out. */
  reason: Reason | undefined
}

/** The lines of a list of citizen ids; blank ones are only counted. A line break at the end begins no other line. */
export async function linesOf(text: string): Promise<{ count: number; blank: number; lines: Line[] }> {
  const lines: Line[] = []
  let count = 0
  for (const raw of eachLine(text)) {
    if (++count % linesAtOnce === 0) await others()
    const trimmed = raw.replace(invisible, '').trim()
    if (trimmed !== '') lines.push({ line: count, raw, ...citizenIdIn(trimmed) })
  }
  return { count, blank: count - lines.length, lines }
}

/** Line by line, as they are asked for, whichever breaks the file has. */
function* eachLine(text: string): Generator<string> {
  const lineBreak = /\r\n|\r|\n/g
  let start = 0
  for (let found = lineBreak.exec(text); found; found = lineBreak.exec(text)) {
    yield text.slice(start, found.index)
    start = lineBreak.lastIndex
  }
  if (start < text.length) yield text.slice(start)
}

/** A list may have half a million lines: other calls take their turn between so many. */
const linesAtOnce = 5_000

/** What editors and web pages leave behind: zero width spaces and a second byte order mark. */
const invisible = /[\u200b-\u200d\u2060\ufeff]/g

function citizenIdIn(trimmed: string): Pick<Line, 'cid' | 'reason'> {
  const digits = trimmed.replace(/[\s\-\u2010-\u2015"']/g, '').replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
  if (/^\d{13}$/.test(digits)) return { cid: digits, reason: digits === trimmed ? undefined : 'cleaned' }
  return { cid: null, reason: unreadable.find(({ form }) => form.test(digits))!.reason }
}

/** The first that fits. */
const unreadable: readonly { form: RegExp; reason: Reason }[] = [
  { form: /^(\d{13}[,;|]?){2,}$/, reason: 'several-in-one-line' },
  { form: /^\d([.,]\d+)?e\+?\d+$/i, reason: 'spreadsheet-number' },
  { form: /^\d+$/, reason: 'wrong-length' },
  { form: /(?:)/, reason: 'not-a-number' },
]

/** Who of a list is kept, in its order, and a word on every other line. `allowed` is asked for all at once. */
export async function sortOut(
  text: string,
  allowed: (cids: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<{ cids: string[]; report: ListReport }> {
  const { count, blank, lines } = await linesOf(text)
  const firstLine = new Map<string, number>()
  for (const { cid, line } of lines) if (cid !== null && !firstLine.has(cid)) firstLine.set(cid, line)
  const known = await allowed([...firstLine.keys()])

  const cids: string[] = []
  const remarks: LineRemark[] = []
  let unsaid = 0
  for (const [index, { line, raw, cid, reason }] of lines.entries()) {
    if (index % linesAtOnce === linesAtOnce - 1) await others()
    const first = cid === null ? undefined : firstLine.get(cid)
    const verdict = cid === null ? reason : first !== line ? 'duplicate' : known.has(cid) ? undefined : 'not-on-white-list'
    const kept = verdict === undefined
    if (kept) cids.push(cid!)
    const worthAWord = verdict ?? reason ?? (isCitizenId(cid!) ? undefined : 'check-digit')
    if (worthAWord && remarks.length >= mostRemarks) unsaid++
    else if (worthAWord) remarks.push({ line, seen: brief(raw), cid, kept, reason: worthAWord, ...texts[worthAWord](first) })
  }
  return { cids, report: { lines: count, blank, kept: cids.length, remarks, more_remarks: unsaid } }
}

/** Nobody reads more of them. */
const mostRemarks = 1_000

const brief = (raw: string) => (raw.length > 60 ? `${raw.slice(0, 60).toWellFormed()}…` : raw)

const texts: Record<Reason, (firstLine?: number) => { th: string; en: string }> = {
  cleaned: () => ({ th: 'ตัดช่องว่าง ขีด หรือเครื่องหมายคำพูดออกแล้ว', en: 'Spaces, dashes or quotes were taken out' }),
  'check-digit': () => ({ th: 'หลักตรวจสอบ (หลักที่ 13) ไม่ถูกต้อง', en: 'The check digit (the 13th) is wrong' }),
  'not-on-white-list': () => ({ th: 'ไม่อยู่ใน White list', en: 'Not on the white list' }),
  duplicate: (line) => ({ th: `ซ้ำกับบรรทัดที่ ${line}`, en: `The same as line ${line}` }),
  'several-in-one-line': () => ({
    th: 'มีหลายเลขในบรรทัดเดียว (curl -d ตัดการขึ้นบรรทัดทิ้ง ใช้ --data-binary)',
    en: 'Several ids in one line (curl -d takes line breaks out: use --data-binary)',
  }),
  'spreadsheet-number': () => ({
    th: 'เป็นตัวเลขแบบโปรแกรมตาราง เลขหายแล้ว ให้ตั้งคอลัมน์เป็นข้อความก่อนบันทึก',
    en: 'A number as spreadsheets write it, digits are lost: make the column text before saving',
  }),
  'wrong-length': () => ({ th: 'ไม่ใช่ตัวเลข 13 หลัก', en: 'Not 13 digits' }),
  'not-a-number': () => ({ th: 'ไม่ใช่เลขประจำตัวประชาชน', en: 'No citizen id' }),
}
