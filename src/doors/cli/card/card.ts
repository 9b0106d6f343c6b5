import { say } from '../../../terminal/say.ts'
import { Problem } from '../problem.ts'
import { remove, swap, trace } from './hands.ts'
import { insert } from './insert.ts'
import { list } from './list.ts'

import { read } from './read.ts'
import { show } from './show.ts'

const help = `moph-sandbox card COMMAND

  insert PERSON    put the card of a person into a reader: of the running sandbox, or, where none runs, of pcscd until Ctrl-C
  swap PERSON      put it in place of the card that is in the reader
  remove           pull the card out
  list             the people whose cards there are
  show PERSON      what is on a card
  trace            what PC/SC programs have asked the card in a reader of the running sandbox
  read             read a Thai ID card, real or virtual, through PC/SC
  COMMAND --help   its options

PERSON is the id that list shows, or a citizen id. See docs/card.md.
`

const commands: Record<string, (args: string[]) => Promise<number>> = { insert, swap, remove, list, show, trace, read }

/** `moph-sandbox card …`: hands at the card reader, and a reader. */
export async function card([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') {
    say(help)
    return name === undefined ? 1 : 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new Problem(`There is no command card ${name}. Known: ${Object.keys(commands).join(', ')}.`)
  return command(args)
}
