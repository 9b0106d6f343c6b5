/** One figure of an attack; with a bar, it holds or it does not. */
export interface Figure {
  name: string
  value: number
  unit: string
  /** The most that may be seen; none where the figure only tells. */
  atMost?: number
  /** What was seen where it was too much, a line each. */
  details?: readonly string[]
}

export const holds = ({ value, atMost }: Figure): boolean => atMost === undefined || value <= atMost

export function printFigures(part: string, figures: readonly Figure[]): void {
  console.log(`\n${part}`)
  for (const figure of figures) {
    const { name, value, unit, atMost, details = [] } = figure
    const bar = atMost === undefined ? '' : `   at most ${format(atMost)}${holds(figure) ? '' : '   TOO MUCH'}`
    console.log(`  ${name.padEnd(46)} ${`${format(value)} ${unit}`.padEnd(14)}${bar}`)
    for (const line of details.slice(0, 10)) console.log(`      ${line}`)
  }
}

const format = (value: number) => (Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(1))
