import { type ParseArgsConfig, parseArgs } from 'node:util'
import { Problem } from './problem.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** Command-line options, with one clear line for a mistake. */
export function readOptions<Known extends Options>(args: string[], options: Known) {
  try {
    return parseArgs({ args, options, allowPositionals: false, strict: true }).values
  } catch (error) {
    // The first sentence says what is wrong; the others how to write what nobody meant.
    const [wrong] = (error as Error).message.split(/\.?(?: (?=[A-Z])|\n|$)/)
    throw new Problem(`${wrong}. See --help.`)
  }
}
