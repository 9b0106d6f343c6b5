import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { magicCitizenId } from '../../fixtures/worlds/magicFaults.ts'
import { sortOut } from './target-list.ts'

const [one, two, three] = [1001, 1002, 1003].map((number) => magicCitizenId(number)) as [string, string, string]
const all = (text: string) => sortOut(text, async (cids) => new Set(cids))
const only =
  (...allowed: string[]) =>
  async (text: string) =>
    sortOut(text, async () => new Set(allowed))

describe('A target list', () => {
  it.each([
    ['one a line, with a line break at the end', `${one}\n${two}\n`, 2],
    ['without one', `${one}\n${two}`, 2],
    ['of Windows', `${one}\r\n${two}\r\n`, 2],
    ['of an old Mac', `${one}\r${two}`, 2],
    ['with a byte order mark that an editor doubled', `\uFEFF\uFEFF${one}\n${two}`, 2],
    ['with spaces and tabs at the ends of its lines', ` ${one}\t\n\u00a0${two}  \n`, 2],
  ])('is read %s, without a remark', async (_form, text, lines) => {
    expect(await all(text)).toEqual({ cids: [one, two], report: { lines, blank: 0, kept: 2, remarks: [], more_remarks: 0 } })
  })

  it('may have blank lines, which are counted', async () => {
    expect((await all(`\n${one}\n  \n\n${two}\n\n`)).report).toMatchObject({ lines: 6, blank: 4, kept: 2, remarks: [], more_remarks: 0 })
  })

  it.each([
    ['dashes', '1-9999-00010-01-9'],
    ['spaces', '1 9999 00010 01 9'],
    ['quotes', '"1999900010019"'],
    ['typographic dashes', '1–9999–00010–01–9'],
    ['Thai digits', '๑๙๙๙๙๐๐๐๑๐๐๑๙'],
  ])('may have ids with %s: they are taken out, and the line is named', async (_what, seen) => {
    const { cids, report } = await all(seen)
    expect(cids).toEqual([one])
    expect(report.remarks).toMatchObject([{ line: 1, seen, cid: one, kept: true, reason: 'cleaned' }])
  })

  it.each([
    ['of 12 digits', '199990001001', 'wrong-length'],
    ['of 14 digits', `${one}1`, 'wrong-length'],
    ['with words', 'เลขประจำตัวประชาชน', 'not-a-number'],
    ['with a name behind the id', `${one},สมศรี`, 'not-a-number'],
    ['that a spreadsheet has shortened', '1.99990E+12', 'spreadsheet-number'],
    ['in which several ids run together, as curl -d sends a file', `${one}${two}`, 'several-in-one-line'],
    ['with several ids and commas', `${one}, ${two},${three}`, 'several-in-one-line'],
    ['in another encoding', '\ufffd\ufffd\ufffd', 'not-a-number'],
  ])('has a line %s: it is named with what was seen and why', async (_what, seen, reason) => {
    const { cids, report } = await all(`${three}\n${seen}\n`)
    expect(cids).toEqual([three])
    expect(report).toMatchObject({ lines: 2, kept: 1, remarks: [{ line: 2, seen, cid: null, kept: false, reason }] })
    expect(report.remarks[0]!.th).toMatch(/[\u0e00-\u0e7f]/)
  })

  it('cuts a long line off where it shows it', async () => {
    expect((await all('ก'.repeat(5000))).report.remarks[0]!.seen).toBe(`${'ก'.repeat(60)}…`)
  })

  it('names each repetition with the line it repeats', async () => {
    const { cids, report } = await all(`${one}\n${two}\n${one}\n1-9999-00010-01-9\n`)
    expect(cids).toEqual([one, two])
    expect(report.remarks).toMatchObject([
      { line: 3, cid: one, kept: false, reason: 'duplicate', en: 'The same as line 1', th: 'ซ้ำกับบรรทัดที่ 1' },
      { line: 4, cid: one, kept: false, reason: 'duplicate', en: 'The same as line 1' },
    ])
  })

  it('keeps only the white list, and names the others', async () => {
    const { cids, report } = await only(two)(`${one}\n${two}\n`)
    expect(cids).toEqual([two])
    expect(report.remarks).toMatchObject([{ line: 1, cid: one, kept: false, reason: 'not-on-white-list' }])
  })

  it('keeps an id with a wrong check digit that is on the white list, with a word', async () => {
    const { cids, report } = await all('1999900010014')
    expect(cids).toEqual(['1999900010014'])
    expect(report.remarks).toMatchObject([{ line: 1, kept: true, reason: 'check-digit' }])
  })

  it('loses no line: each is kept, blank or named', async () => {
    const line = fc.oneof(
      fc.constantFrom(one, two, three, '', ' ', '1-9999-00010-01-9'),
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^\d{10,16}$/),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), async (lines, end) => {
        const { cids, report } = await only(one, three)(lines.join(end))
        const leftOut = report.remarks.filter(({ kept }) => !kept)
        expect(report.lines).toBe(report.kept + report.blank + leftOut.length)
        expect(report.kept).toBe(cids.length)
        expect(new Set(cids).size).toBe(cids.length)
        expect(report.remarks.map((remark) => remark.line)).toEqual(report.remarks.map((remark) => remark.line).toSorted((a, b) => a - b))
      }),
    )
  })
})
