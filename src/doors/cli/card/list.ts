import { demoCards, summary } from '../../../composition/cards.ts'
import { say } from '../../../terminal/say.ts'
import { padEnd, textWidth } from '../../reports/text-width.ts'
import { help, ofSandbox, readArguments } from './options.ts'
import { type CardSummary, RunningSandbox } from './sandbox.ts'

const usage = `moph-sandbox card list [options]: the people whose cards there are

  --json           an array of people: id, pid, name, note, atr
  --url URL        the sandbox whose cards are meant (http://127.0.0.1:4010; where none runs, those that come with moph-sandbox)
  --workspace NAME its workspace (default)
`

/** `moph-sandbox card list`. */
export async function list(args: string[]): Promise<number> {
  const { given } = readArguments(args, { json: { type: 'boolean' }, ...ofSandbox, ...help }, undefined)
  if (given.help) {
    say(usage)
    return 0
  }
  const sandbox = await RunningSandbox.find(given)
  const people = (sandbox ? await sandbox.cards() : demoCards.map(summary)).map(person)
  say(given.json ? JSON.stringify(people) : table(people))
  return 0
}

const person = ({ card, pid, thai_name, note, atr }: CardSummary) => ({ id: card, pid, name: thai_name, note, atr })

function table(people: readonly ReturnType<typeof person>[]): string {
  const rows = people.map(({ id, pid, name, note }) => [id, pid ?? '', name ?? '', note])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => textWidth(row[column]!))))
  return rows.map((row) => row.map((cell, column) => padEnd(cell, widths[column] ?? 0)).join('  ')).join('\n')
}
