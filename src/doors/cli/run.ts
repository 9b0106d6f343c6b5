import { say, warn } from '../../terminal/say.ts'
import { version } from '../../version.ts'
import { Problem } from './problem.ts'
import { start } from './start.ts'

const help = `moph-sandbox ${version}: everything a Thai hospital information system talks to, on one machine

  moph-sandbox start     start the sandbox (npm start)
  moph-sandbox verify    play the scenarios against a target (npm run verify)
  moph-sandbox card      put a virtual Thai ID card into a reader, pull it out, read one through PC/SC
  moph-sandbox COMMAND --help
`

const commands: Record<string, (args: string[]) => Promise<number>> = {
  start,
  verify: async (args) => (await import('./verify.ts')).verify(args),
  card: async (args) => (await import('./card/card.ts')).card(args),
}

/** Runs a command; the number is the exit code. What the user can mend is one line on standard error. */
export async function run([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') {
    say(help)
    return name === undefined ? 1 : 0
  }
  if (name === '--version') {
    say(version)
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  try {
    if (!command) throw new Problem(`There is no command ${name}. Known: ${Object.keys(commands).join(', ')}.`)
    return await command(args)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    warn(`moph-sandbox: ${oneLine(withoutPassword(error.message))}`)
    return 1
  }
}

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ')

/** A store's URL may have got into a message by way of a mistyped command line. */
const withoutPassword = (text: string) => text.replaceAll(/(\w+:\/\/[^\s:/@]*):[^\s/]*@/g, '$1:…@')
