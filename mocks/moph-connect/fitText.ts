/** Of any text, more is never drawn. */
const longest = 1000
const lineHeight = 1.4

const words = new Intl.Segmenter('th', { granularity: 'word' })
const letters = new Intl.Segmenter('th', { granularity: 'grapheme' })

export interface Box {
  width: number
  height: number
  /** Font sizes to try, the largest first. */
  sizes: readonly number[]
}

export interface Fitted {
  size: number
  lineHeight: number
  lines: string[]
}

/** The text in the largest size that fits, broken between words; in the smallest it is cut short, and says so with `…`. */
export function fitText(text: string, { width, height, sizes }: Box): Fitted {
  const { shown, cut } = shortened(text)
  let fitted: Fitted = { size: 0, lineHeight: 0, lines: [] }
  for (const size of sizes) {
    const most = Math.max(1, Math.floor(height / (size * lineHeight)))
    const lines = broken(shown, width / size)
    const fits = lines.length <= most
    fitted = { size, lineHeight: size * lineHeight, lines: fits ? lines : cutShort(lines, most, width / size) }
    if (fits && !cut) return fitted
  }
  return cut ? { ...fitted, lines: cutShort([...fitted.lines, ''], fitted.lines.length, width / fitted.size) } : fitted
}

function shortened(text: string): { shown: string; cut: boolean } {
  const shown = text.slice(0, longest).toWellFormed().replace(/\s+/g, ' ').trim()
  return { shown, cut: text.length > longest }
}

/** Lines of at most so many em. */
function broken(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let taken = 0
  const put = (piece: string, wide: number) => {
    if (taken + wide > width && line !== '') {
      lines.push(line.trimEnd())
      line = ''
      taken = 0
      if (piece === ' ') return
    }
    line += piece
    taken += wide
  }
  for (const { segment } of words.segment(text)) {
    const wide = widthOf(segment)
    if (wide <= width) put(segment, wide)
    else for (const { segment: letter } of letters.segment(segment)) put(letter, widthOf(letter))
  }
  return line === '' ? lines : [...lines, line.trimEnd()]
}

/** The first so many lines, the last of them ended with `…`. */
function cutShort(lines: readonly string[], most: number, width: number): string[] {
  const kept = lines.slice(0, most)
  const last = [...letters.segment(kept.at(-1) ?? '')].map(({ segment }) => segment)
  while (last.length > 0 && widthOf(`${last.join('')}…`) > width) last.pop()
  return [...kept.slice(0, -1), `${last.join('').trimEnd()}…`]
}

/** In em, and rather too much: which font draws the card is the browser's choice. */
export function widthOf(text: string): number {
  let sum = 0
  for (const { segment } of letters.segment(text)) {
    if (/\p{Extended_Pictographic}/u.test(segment)) sum += 1.4
    else for (const letter of segment) sum += widthOfLetter(letter)
  }
  return sum
}

function widthOfLetter(letter: string): number {
  if (/\p{Mn}|\p{Cf}/u.test(letter)) return 0
  if (/[\u1100-\u11ff\u2e80-\uffef]/.test(letter)) return 1.05
  if (/[A-ZMWmw@%ฌฒณญ]/.test(letter)) return 0.85
  if (/[\s.,:;'|il!()-]/.test(letter)) return 0.4
  return letter.length > 1 ? 1.2 : 0.65
}
