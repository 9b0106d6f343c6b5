import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { drawn, missingChromium } from '../../fixtures/harness/chromium.ts'
import { chat, connectCall } from '../testing/connect-calls.ts'
import { testWorld } from '../testing/world.ts'
import { fitText, widthOf } from './fitText.ts'
import { cardSize } from './queueCard.ts'

const texts = (svg: string): string[] => {
  const parsed = new XMLParser({ ignoreAttributes: false, trimValues: false, parseTagValue: false }).parse(svg)
  return parsed.svg.text.map((text: { '#text': string }) => text['#text'])
}

describe('The queue card', () => {
  const world = testWorld()

  async function card(change: Record<string, unknown> = {}, zone: 'test' | 'production' = 'test') {
    const sent = await connectCall(world, 'sendQueueCard', change, zone)
    expect(sent.status).toBe(200)
    const { card: path } = (await chat(world, { zone })).filter(({ kind }) => kind === 'queue-card').at(-1)!
    return world.control('GET', path!)
  }

  it('is a picture that a browser may show and nothing more', async () => {
    const { status, headers, text } = await card()
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('image/svg+xml; charset=utf-8')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(XMLValidator.validate(text)).toBe(true)
  })

  it('says what was booked, in Thai, and names a Thai font', async () => {
    const { text } = await card()
    expect(texts(text)).toEqual([
      'บัตรคิว',
      'ผู้ป่วย',
      'วันและเวลานัด',
      'โรงพยาบาลปทุมธานี',
      'กระทรวงสาธารณสุข',
      'จุดคัดกรอง คิวที่',
      '201',
      'นาง สมศรี ตัวอย่าง',
      'วันอังคารที่ 8 ธันวาคม 2569',
      'เวลานัดหมาย 09:00-09:15 น. กรุณามาก่อน',
      'เวลา 10 นาที',
      '[TEST] MOPH Connect',
    ])
    expect(text).toContain('font-family="Sarabun, &quot;TH Sarabun New&quot;')
  })

  it('says that it is a test only in the test zone', async () => {
    expect(texts((await card({}, 'production')).text).at(-1)).toBe('MOPH Connect')
  })

  it.each([
    ['a control character', 'คิว\u0001\ufffe1', 'คิว1'],
    ['half a surrogate pair', 'คิว \ud83d 1', 'คิว \ufffd 1'],
    ['emoji', '👩‍⚕️ คิว 😀 1', '👩‍⚕️ คิว 😀 1'],
    ['combining marks', 'ที่ ป้ำ น้ำ ก็ กี้ ฎุ ฐู', 'ที่ ป้ำ น้ำ ก็ กี้ ฎุ ฐู'],
    ['spaces of other kinds', 'สมศรี\u000b\n\tตัวอย่าง', 'สมศรี ตัวอย่าง'],
    ['markup', '</text><script>', '&lt;/text&gt;&lt;script&gt;'],
    ['quotes and entities', `&amp;"'`, '&amp;amp;&quot;&#39;'],
    ['a comment and a section', '<!-- <![CDATA[', '&lt;!-- &lt;![CDATA['],
  ])('holds %s as text', async (_name, patientName, inXml) => {
    const { text } = await card({ patientName })
    expect(XMLValidator.validate(text)).toBe(true)
    expect(text).toContain(`>${inXml}</text>`)
  })

  it.each([
    ['Thai', 'นางสาวประไพพรรณพิลาสวดี'.repeat(9).slice(0, 200)],
    ['words', 'นาง สมศรี ตัวอย่าง '.repeat(11).slice(0, 200)],
    ['one long word', 'W'.repeat(200)],
    ['marks', 'ป้ำ'.repeat(66)],
    ['emoji', '👩‍⚕️'.repeat(40)],
  ])('breaks and shrinks a name of 200 characters (%s) instead of letting it run out of the card', async (_name, patientName) => {
    const { text } = await card({ patientName })
    for (const [, size, line] of text.matchAll(/font-size="(\d+)"[^>]*>([^<]*)</g))
      expect(widthOf(line!) * Number(size), line).toBeLessThanOrEqual(cardSize.width)
    for (const [, y] of text.matchAll(/ y="(\d+)"/g)) expect(Number(y)).toBeLessThan(cardSize.height)
    const letters = (value: string) => value.replaceAll(/\s/g, '')
    expect(letters(texts(text).join('')), 'nothing is lost').toContain(letters(patientName))
  })

  it('is drawn of a text of any length, cut short', async () => {
    const { text } = await card({ patientName: 'ก'.repeat(100_000), appointmentTime: 'ข '.repeat(100_000) })
    expect(text.length).toBeLessThan(10_000)
    expect(texts(text).filter((line) => line.endsWith('…'))).toHaveLength(2)
  })

  it('is of a delivery that is a card', async () => {
    await connectCall(world, 'sendQueueCard')
    const details = (await chat(world))[1]!
    const { status, json } = await world.control('GET', `/connect/deliveries/${details.delivery_id}/card`)
    expect([status, json.error.rule]).toEqual([404, 'delivery-without-card'])
    expect((await world.control('GET', '/connect/deliveries/999/card')).status).toBe(404)
  })

  it.skipIf(missingChromium !== undefined)(
    missingChromium ?? 'has ink in a real browser where its texts stand, and none where there are none',
    async () => {
      const { text } = await card()
      const picture = await drawn(text, cardSize)
      expect(picture.width).toBe(cardSize.width)
      expect(picture.height).toBeGreaterThanOrEqual(cardSize.height)
      // The patient's name; the date; the margin beside the queue number; the gap below the time.
      expect(picture.darkPixels({ x: 40, y: 490, width: 640, height: 100 })).toBeGreaterThan(500)
      expect(picture.darkPixels({ x: 40, y: 634, width: 640, height: 56 })).toBeGreaterThan(500)
      expect(picture.darkPixels({ x: 0, y: 240, width: 38, height: 180 })).toBe(0)
      expect(picture.darkPixels({ x: 0, y: 840, width: 720, height: 30 })).toBe(0)
    },
    60_000,
  )
})

describe('Fitting a text into a box', () => {
  const box = { width: 200, height: 60, sizes: [40, 20, 10] }

  it('takes the largest size in which it fits', () => {
    expect(fitText('คิว', box)).toMatchObject({ size: 40, lines: ['คิว'] })
    expect(fitText('คิวที่ 201 ห้องตรวจ', box).size).toBe(20)
  })

  it('breaks between words, and within one only where it is longer than a line', () => {
    expect(fitText('สวัสดี ครับ', { ...box, width: 90, sizes: [20] }).lines).toEqual(['สวัสดี', 'ครับ'])
    expect(fitText('WWWWWWWWWW', { ...box, width: 90, sizes: [20] }).lines).toEqual(['WWWWW', 'WWWWW'])
  })

  it('never parts a letter from its marks', () => {
    const { lines } = fitText('ที่น้ำป้ำ'.repeat(20), box)
    for (const line of lines) expect(line).not.toMatch(/^[\p{Mn}ำ]/u)
  })

  it('ends with … where even the smallest size is too large', () => {
    const { size, lines } = fitText('คำ '.repeat(300), box)
    expect(size).toBe(10)
    expect(lines).toHaveLength(4)
    expect(lines.at(-1)).toMatch(/…$/)
  })

  it('makes no line of nothing', () => {
    expect(fitText('', box).lines).toEqual([])
    expect(fitText('   ', box).lines).toEqual([])
  })
})
