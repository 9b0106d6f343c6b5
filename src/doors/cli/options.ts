import { type ParseArgsConfig, parseArgs } from 'node:util'
import { Problem } from './problem.ts'

export type Options = NonNullable<ParseArgsConfig['options']>

/** Command-line options, with one clear line for a mistake. */
export const readOptions = <Known extends Options>(args: string[], options: Known) => parsed(args, options, false).values

/** The same, with the words that are no options where those are allowed. */
export function parsed<Known extends Options>(args: string[], options: Known, allowPositionals: boolean) {
  try {
    return parseArgs({ args, options, allowPositionals, strict: true })
  } catch (error) {
    // The first sentence says what is wrong; the others how to write what nobody meant.
    const [wrong] = (error as Error).message.split(/\.?(?: (?=[A-Z])|\n|$)/)
    throw new Problem(`${wrong}. See --help.`)
  }
}
