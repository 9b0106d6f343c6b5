import { shownCard } from '../../../composition/cards.ts'
import { say } from '../../../terminal/say.ts'
import { help, ofSandbox, readArguments } from './options.ts'
import { cardAmong, cardOf } from './people.ts'
import { RunningSandbox, type ShownCard } from './sandbox.ts'
import { cardText } from './text.ts'

const usage = `moph-sandbox card show PERSON [options]: what is on a card

  --json           as the control API shows it, photo included
  --url URL        the sandbox whose cards are meant (http://127.0.0.1:4010; where none runs, those that come with moph-sandbox)
  --workspace NAME its workspace (default)
`

/** `moph-sandbox card show`. */
export async function show(args: string[]): Promise<number> {
  const { given, person } = readArguments(args, { json: { type: 'boolean' }, ...ofSandbox, ...help }, 'PERSON')
  if (given.help) {
    say(usage)
    return 0
  }
  const sandbox = await RunningSandbox.find(given)
  const card = sandbox ? await sandbox.card(cardAmong(await sandbox.cards(), person).card) : shownCard(cardOf(person))
  say(given.json ? JSON.stringify(card) : shown(card))
  return 0
}

function shown(card: ShownCard): string {
  const { note, atr } = card
  return [`${card.card}: ${note}`, `  ATR ${atr}`, ...(card.pid === undefined ? [] : [cardText(card)])].join('\n')
}
