import { type ParseArgsConfig, parseArgs } from 'node:util'
import { Problem } from './problem.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** Command-line options, with one clear line for a mistake. */
export function readOptions<Known extends Options>(args: string[], options: Known) {
  try {
    return parseArgs({ args, options, allowPositionals: false, strict: true }).values
  } catch (error) {
    throw new Problem(`${(error as Error).message.split('.')[0]}. See --help.`)
  }
}
