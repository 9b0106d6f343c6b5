import { type ParseArgsConfig, parseArgs } from 'node:util'
import { Problem } from '../problem.ts'

export const help = { help: { type: 'boolean', short: 'h' } } as const
/** Which sandbox is meant. */
export const ofSandbox = { url: { type: 'string' }, workspace: { type: 'string' } } as const

type Options = NonNullable<ParseArgsConfig['options']>

/** Options, and the one argument that some commands take. */
export function readArguments<Known extends Options>(args: string[], options: Known, takes: 'PERSON' | undefined) {
  const parsed = parsedOrExplained(args, options)
  const wrong = takes === undefined ? parsed.positionals.length > 0 : parsed.positionals.length !== 1
  const isHelp = (parsed.values as { help?: boolean }).help === true
  if (wrong && !isHelp)
    throw new Problem(
      takes === undefined ? `${parsed.positionals[0]} is one word too many. See --help.` : `One ${takes} is needed. See --help.`,
    )
  return { given: parsed.values, person: parsed.positionals[0] ?? '' }
}

function parsedOrExplained<Known extends Options>(args: string[], options: Known) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    const [wrong] = (error as Error).message.split(/\.?(?: (?=[A-Z])|\n|$)/)
    throw new Problem(`${wrong}. See --help.`)
  }
}
