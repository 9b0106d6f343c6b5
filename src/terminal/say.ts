import { inspect, styleText } from 'node:util'
import { redacted } from '../redaction/search.ts'
import { visible, visibleLines } from './visible.ts'

/** A text that a terminal may get as it is: the styles in it are ours, and all that came from elsewhere is escaped. */
export class Told {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Format = Parameters<typeof styleText>[0]

/** What is put in is escaped, but for what is told already. */
export function told(strings: TemplateStringsArray, ...values: (string | number | Told)[]): Told {
  return new Told(strings.map((part, at) => part + (at < values.length ? shown(values[at]!) : '')).join(''))
}

const shown = (value: string | number | Told) => (value instanceof Told ? value.text : visible(String(value)))

/** In colour, where standard output shows it. */
export const styled = (format: Format, text: string): Told => new Told(styleText(format, visible(text)))

export const toldLines = (lines: readonly Told[]): Told => new Told(lines.map(({ text }) => text).join('\n'))

/** Standard output and standard error are written to here and nowhere else. A plain text may have lines, and nothing else that acts. */
export function say(text: string | Told): void {
  console.log(written(text))
}

export function warn(text: string | Told): void {
  console.error(written(text))
}

const written = (text: string | Told) => (text instanceof Told ? text.text : visibleLines(text))

/** An error as its author needs it, with its stack; its message may hold what a caller sent. */
export function errorText(error: unknown): string {
  const text = redacted(error instanceof Error ? (error.stack ?? error.message) : inspect(error))
  const message = error instanceof Error ? redacted(error.message) : ''
  // A line feed in the message would look like a line of the stack.
  return message.includes('\n') ? text.replace(message, () => visible(message)) : text
}
