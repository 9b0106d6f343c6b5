/**
 * Draws the face on the synthetic ID cards and writes it as base64 into fixtures/cards/photo.ts: nobody's picture, an oval with two dots and
 * a curve. Baseline JPEGs: one of 148 by 178 pixels, small enough for the 5,100 bytes that most readers take from a card, and one of less than
 * a kilobyte. The result is committed; this is run only to change the drawing: `node scripts/draw-card-photo.ts`.
 */
import { writeFileSync } from 'node:fs'

interface Size {
  width: number
  height: number
}
const whole: Size = { width: 148, height: 178 }
const small: Size = { width: 32, height: 40 }
type Colour = readonly [red: number, green: number, blue: number]

const inside = (x: number, y: number, [cx, cy, rx, ry]: readonly number[]) => ((x - cx!) / rx!) ** 2 + ((y - cy!) / ry!) ** 2 <= 1
/** From front to back. */
const shapes: readonly (readonly [Colour, (x: number, y: number) => boolean])[] = [
  [[43, 43, 43], (x, y) => inside(x, y, [60, 82, 5, 5]) || inside(x, y, [88, 82, 5, 5])],
  [[150, 80, 66], (x, y) => inside(x, y, [74, 100, 17, 14]) && !inside(x, y, [74, 96, 19, 14])],
  [[232, 195, 158], (x, y) => inside(x, y, [74, 88, 35, 45]) && !inside(x, y, [74, 38, 44, 22])],
  [[43, 43, 43], (x, y) => inside(x, y, [74, 76, 43, 53])],
  [[226, 186, 148], (x, y) => x >= 62 && x <= 86 && y > 110 && y < 146],
  [[59, 74, 107], (x, y) => inside(x, y, [74, 186, 62, 52])],
]
const background: Colour = [207, 227, 242]
const colourAt = (x: number, y: number): Colour => shapes.find(([, covers]) => covers(x, y))?.[0] ?? background

/** Luminance and the two colour differences, less 128. */
const components = ([r, g, b]: Colour) =>
  [0.299 * r + 0.587 * g + 0.114 * b - 128, -0.1687 * r - 0.3313 * g + 0.5 * b, 0.5 * r - 0.4187 * g - 0.0813 * b] as const

const zigzag = Array.from({ length: 64 }, (_, index) => index).sort((a, b) => {
  const [da, db] = [(a >> 3) + (a & 7), (b >> 3) + (b & 7)]
  return da - db || (da % 2 === 0 ? (b >> 3) - (a >> 3) : (a >> 3) - (b >> 3))
})
/** One table for all: the further from the mean, the coarser. */
const quantum = zigzag.map((index) => 8 + 4 * ((index >> 3) + (index & 7)))

/** The Huffman tables of Annex K for luminance, used for the colours as well. */
const dc = { counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], symbols: Array.from({ length: 12 }, (_, index) => index) }
const ac = {
  counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
  symbols: [
    ...Buffer.from(
      '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a' +
        '535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6' +
        'c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
      'hex',
    ),
  ],
}

function codesOf({ counts, symbols }: typeof dc): Map<number, string> {
  const codes = new Map<number, string>()
  let code = 0
  for (const [index, count] of counts.entries()) {
    for (let nth = 0; nth < count; nth++) codes.set(symbols[codes.size]!, (code++).toString(2).padStart(index + 1, '0'))
    code *= 2
  }
  return codes
}
const [dcCodes, acCodes] = [codesOf(dc), codesOf(ac)]

const bitsOf = (value: number) =>
  value === 0 ? '' : (value > 0 ? value : value + 2 ** size(value) - 1).toString(2).padStart(size(value), '0')
const size = (value: number) => (value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1)

function transformed(samples: readonly number[]): number[] {
  const scale = (n: number) => (n === 0 ? Math.SQRT1_2 : 1)
  return zigzag.map((index, at) => {
    const [v, u] = [index >> 3, index & 7]
    let sum = 0
    for (const [place, sample] of samples.entries())
      sum += sample * Math.cos(((2 * (place & 7) + 1) * u * Math.PI) / 16) * Math.cos(((2 * (place >> 3) + 1) * v * Math.PI) / 16)
    return Math.round((sum * scale(u) * scale(v)) / 4 / quantum[at]!)
  })
}

function blockBits([mean = 0, ...rest]: number[], before: number): string {
  const difference = mean - before
  let bits = dcCodes.get(size(difference))! + bitsOf(difference)
  let zeros = 0
  for (const value of rest.slice(0, rest.findLastIndex((coefficient) => coefficient !== 0) + 1)) {
    if (value === 0) zeros++
    else {
      bits += acCodes.get(0xf0)!.repeat(zeros >> 4) + acCodes.get(((zeros & 15) << 4) | size(value))! + bitsOf(value)
      zeros = 0
    }
  }
  return rest.at(-1) === 0 ? bits + acCodes.get(0)! : bits
}

function scan({ width, height }: Size): number[] {
  const scale = whole.width / width
  const means = [0, 0, 0]
  let bits = ''
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      const pixels = Array.from({ length: 64 }, (_, at) => components(colourAt((left + (at & 7)) * scale, (top + (at >> 3)) * scale)))
      for (const component of [0, 1, 2] as const) {
        const block = transformed(pixels.map((pixel) => pixel[component]))
        bits += blockBits(block, means[component]!)
        means[component] = block[0]!
      }
    }
  }
  const bytes = bits.match(/.{1,8}/g)!.map((byte) => Number.parseInt(byte.padEnd(8, '1'), 2))
  return bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]))
}

const segment = (marker: number, content: readonly number[]) => [
  0xff,
  marker,
  (content.length + 2) >> 8,
  (content.length + 2) & 255,
  ...content,
]
const jpegOf = (size: Size) =>
  Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, [0, ...quantum]),
    ...segment(0xc0, [8, 0, size.height, 0, size.width, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]),
    ...segment(0xc4, [0x00, ...dc.counts, ...dc.symbols]),
    ...segment(0xc4, [0x10, ...ac.counts, ...ac.symbols]),
    ...segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
    ...scan(size),
    ...[0xff, 0xd9],
  ])

const faces = { drawnFace: whole, smallFace: small }
const lines = Object.entries(faces).map(([name, size]) => {
  const jpeg = jpegOf(size)
  if (jpeg.length > 5100) throw new Error(`${jpeg.length} bytes do not fit on a card`)
  console.log(`${name}: ${jpeg.length} bytes`)
  return `/** A face drawn by scripts/draw-card-photo.ts, nobody's picture: base64 of a JPEG of ${size.width} by ${size.height} pixels, ${jpeg.length} bytes. */
export const ${name} =
  '${jpeg.toString('base64')}'
`
})
writeFileSync('fixtures/cards/photo.ts', lines.join('\n'))
