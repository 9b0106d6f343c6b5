import { type Options, parsed } from '../options.ts'
import { Problem } from '../problem.ts'

export const help = { help: { type: 'boolean', short: 'h' } } as const
/** Which sandbox is meant. */
export const ofSandbox = { url: { type: 'string' }, workspace: { type: 'string' } } as const

/** Options, and the one argument that some commands take. */
export function readArguments<Known extends Options>(args: string[], options: Known, takes: 'PERSON' | undefined) {
  const { values, positionals } = parsed(args, options, true)
  const wrong = takes === undefined ? positionals.length > 0 : positionals.length !== 1
  const isHelp = (values as { help?: boolean }).help === true
  if (wrong && !isHelp)
    throw new Problem(takes === undefined ? `${positionals[0]} is one word too many. See --help.` : `One ${takes} is needed. See --help.`)
  return { given: values, person: positionals[0] ?? '' }
}
