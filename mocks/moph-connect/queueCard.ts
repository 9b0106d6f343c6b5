import { Image } from '../../src/upstream/http.ts'
import type { Zone } from '../../src/upstream/world.ts'
import type { Content } from './calls.ts'
import { type Box, fitText } from './fitText.ts'
import { thaiDay } from './thaiDay.ts'

export const cardSize = { width: 720, height: 960 }

/** Fonts with Thai letters on Windows, macOS, Linux, Android, as far as one is there. */
const fonts = 'Sarabun, "TH Sarabun New", "Noto Sans Thai", Loma, Garuda, "Leelawadee UI", Thonburi, Tahoma, sans-serif'
const middle = cardSize.width / 2
const wide = cardSize.width - 80
const ink = '#1A2B33'

interface Block extends Box {
  /** Upper edge. */
  top: number
  colour: string
  weight?: number
}

/** Where each text of the card stands. */
const blocks = {
  hospitalName: { top: 64, width: wide, height: 84, sizes: [40, 32, 26, 20, 16], colour: '#FFFFFF', weight: 700 },
  origin: { top: 148, width: wide, height: 44, sizes: [26, 20, 14], colour: '#FFFFFF' },
  queueNumber: { top: 240, width: wide - 60, height: 180, sizes: [64, 52, 42, 32, 24, 18], colour: '#0B6E69', weight: 700 },
  patientName: { top: 490, width: wide, height: 100, sizes: [38, 30, 24, 18, 14], colour: ink },
  appointmentDate: { top: 634, width: wide, height: 56, sizes: [38, 30], colour: ink, weight: 700 },
  appointmentTime: { top: 698, width: wide, height: 130, sizes: [30, 24, 18, 14], colour: ink },
} satisfies Record<string, Block>

/** The queue card that the patient gets as a picture (MOPH Connect queue API, 1). Its look is ours. */
export function queueCard(content: Content, zone: Zone): Image {
  const texts = { ...content, appointmentDate: thaiDay(content.appointmentDate ?? '') }
  const parts = [
    rectangle({ x: 0, y: 0, ...cardSize }, '#FFFFFF'),
    rectangle({ x: 0, y: 0, width: cardSize.width, height: 204 }, '#0B6E69'),
    rectangle({ x: 40, y: 228, width: wide, height: 204 }, '#E6F4F3'),
    line('บัตรคิว', { y: 46, size: 26, colour: '#FFFFFF' }),
    line('ผู้ป่วย', { y: 478, size: 22, colour: '#5B6B73' }),
    line('วันและเวลานัด', { y: 622, size: 22, colour: '#5B6B73' }),
    ...Object.entries(blocks).map(([name, block]) => paragraph(texts[name as keyof typeof blocks] ?? '', block)),
    rectangle({ x: 0, y: 872, width: cardSize.width, height: 88 }, '#F1F5F6'),
    line(zone === 'test' ? '[TEST] MOPH Connect' : 'MOPH Connect', { y: 924, size: 24, colour: '#5B6B73' }),
  ]
  const { width, height } = cardSize
  return new Image(
    'image/svg+xml; charset=utf-8',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" lang="th" font-family="${escaped(fonts)}" text-anchor="middle">\n${parts.join('\n')}\n</svg>\n`,
  )
}

function rectangle({ x, y, width, height }: { x: number; y: number; width: number; height: number }, colour: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`
}

function line(text: string, { y, size, colour, weight = 400 }: { y: number; size: number; colour: string; weight?: number }): string {
  return `<text x="${middle}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escaped(text)}</text>`
}

function paragraph(text: string, { top, colour, weight = 400, ...box }: Block): string {
  const { size, lineHeight, lines } = fitText(text, box)
  const first = top + (box.height - lines.length * lineHeight) / 2 + size
  return lines.map((one, index) => line(one, { y: Math.round(first + index * lineHeight), size, colour, weight })).join('\n')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** As XML takes it: the characters that it does not allow, escaped or not, are left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => entities[character]!)
}
