/** Thai vowels and tone marks above and below, and other combining or invisible characters: they stand on the letter before them. */
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}]/gu

/** Columns that a text takes on a terminal. */
export function textWidth(text: string): number {
  return [...text.replace(zeroWidth, '')].length
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}
