import { styleText } from 'node:util'
import { plain } from '../../engine/results/plain.ts'
import type { Report, ScenarioResult } from '../../engine/results/report.ts'
import type { StepResult } from '../../engine/results/step.ts'
import { type Counts, countsOf, type Verdict, verdicts } from '../../engine/results/verdict.ts'
import { padEnd, textWidth } from './text-width.ts'

type Style = (verdict: Verdict, text: string) => string

const colours = { pass: 'green', fail: 'red', error: 'magenta', skip: 'gray', unavailable: 'yellow', blocked: 'gray' } as const

const inColour: Style = (verdict, text) => styleText(colours[verdict], text, { validateStream: false })
const plainly: Style = (_verdict, text) => text

interface Options {
  colour?: boolean
}

/** What was played and how it turned out, for a person: a table a scenario, and a line that counts each verdict. */
export function resultsTable({ scenarios }: Report, { colour = false }: Options = {}): string {
  const style = colour ? inColour : plainly
  const steps = scenarios.flatMap((scenario) => scenario.steps)
  const widths = widthsOf(steps)
  const tables = scenarios.map((scenario) => scenarioTable(scenario, widths, style))
  return [...tables, summary(countsOf(steps), style)].join('\n\n')
}

function scenarioTable({ name, title, source, steps, warnings }: ScenarioResult, widths: readonly number[], style: Style): string {
  const rows = steps.map((step) =>
    row(cellsOf(step), `${step.title.en}: ${plain(step.message)}`, widths, (text) => style(step.verdict, text)),
  )
  return [
    `${name}: ${title.en} / ${title.th}`,
    `  (${source})`,
    row(headings, 'message', widths, (text) => text),
    ...rows,
    ...warnings.map((warning) => `  warning: ${plain(warning)}`),
  ].join('\n')
}

const headings = ['verdict', 'step', 'operation', 'ms', 'ขั้นตอน']
const rightAligned = headings.indexOf('ms')
/** Room for half a minute, so that the tables of two runs look alike. */
const widthOfMs = 7

/** A step that asks nothing of the target, such as one that reads the token, has no time on the wire. */
function cellsOf({ verdict, id, operation, ms, calls, title }: StepResult): string[] {
  return [verdict, id, operation, calls.length > 0 ? ms.toFixed(1) : '-', title.th]
}

function widthsOf(steps: readonly StepResult[]): number[] {
  const rows = [headings, ...steps.map(cellsOf)]
  const widest = headings.map((_heading, column) => Math.max(...rows.map((cells) => textWidth(cells[column]!))))
  return widest.map((width, column) => (column === rightAligned ? Math.max(width, widthOfMs) : width))
}

function row(cells: readonly string[], message: string, widths: readonly number[], first: (text: string) => string): string {
  const padded = cells.map((cell, column) => (column === rightAligned ? cell.padStart(widths[column]!) : padEnd(cell, widths[column]!)))
  return `  ${[first(padded[0]!), ...padded.slice(1), message].join('  ')}`.trimEnd()
}

function summary(counts: Counts, style: Style): string {
  return verdicts.map((verdict) => (counts[verdict] > 0 ? style(verdict, `${counts[verdict]} ${verdict}`) : `0 ${verdict}`)).join(', ')
}
