import type { Step, Trace } from './trace.ts'

/** A file that is no trace, and where it ceases to be one. */
export class TraceProblem extends Error {
  /** From 1. */
  readonly line: number
  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`)
    this.line = line
  }
}

const largestFile = 4 * 1024 * 1024
const bounds = {
  // One byte is what a mute card has in vpcd.
  ATR: [1, 33],
  '>': [4, 262],
  '<': [2, 258],
} as const

/** Reads a trace from its text. Comments and empty lines do not count; case and spaces between bytes do not matter. */
export function parseTrace(text: string): Trace {
  if (text.length > largestFile) throw new TraceProblem(1, `a trace has at most ${largestFile} characters`)
  let atr: Uint8Array | undefined
  const steps: Step[] = []
  let command: Uint8Array | undefined
  let number = 0
  for (const whole of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    number++
    const line = whole.replace(/#.*/s, '').trim()
    if (line === '') continue
    const [, sign, rest] = /^(ATR|RESET|>|<)\s*(.*)$/i.exec(line) ?? []
    const what = sign?.toUpperCase() as 'ATR' | 'RESET' | '>' | '<' | undefined
    if (what === undefined) throw new TraceProblem(number, `“${line.slice(0, 20)}” is none of ATR, RESET, > and <`)
    if (command && what !== '<') throw new TraceProblem(number, 'the command above has no answer')
    if (what === 'RESET') {
      if (rest !== '') throw new TraceProblem(number, 'RESET stands alone')
      if (!atr) throw new TraceProblem(number, 'a trace begins with ATR')
      steps.push({ kind: 'reset' })
      continue
    }
    const bytes = bytesOf(rest!, number, bounds[what])
    if (what === 'ATR') {
      if (atr) throw new TraceProblem(number, 'there is an ATR already: a trace is of one card')
      atr = bytes
    } else if (!atr) {
      throw new TraceProblem(number, 'a trace begins with ATR')
    } else if (what === '>') {
      command = bytes
    } else {
      if (!command) throw new TraceProblem(number, 'an answer without a command')
      steps.push({ kind: 'exchange', command, answer: bytes })
      command = undefined
    }
  }
  if (!atr) throw new TraceProblem(number, 'there is no ATR: is it a trace?')
  if (command) throw new TraceProblem(number, 'the last command has no answer')
  return { atr, steps }
}

function bytesOf(text: string, line: number, [least, most]: readonly [number, number]): Uint8Array {
  const digits = text.replaceAll(/\s/g, '')
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new TraceProblem(line, `“${text.slice(0, 20)}” is not made of hexadecimal bytes`)
  const bytes = new Uint8Array(Buffer.from(digits, 'hex'))
  if (bytes.length < least || bytes.length > most)
    throw new TraceProblem(line, `${bytes.length} bytes; from ${least} to ${most} are possible`)
  return bytes
}
