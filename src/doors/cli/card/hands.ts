import { say } from '../../../terminal/say.ts'
import { help, ofSandbox, readArguments } from './options.ts'
import { cardAmong, titleOf } from './people.ts'
import { type CardSummary, type Reader, RunningSandbox } from './sandbox.ts'

const inReader = { reader: { type: 'string', default: '1' }, ...ofSandbox, ...help } as const

const options = `
  --reader N       which reader of the sandbox, by number or name (1)
  --url URL        the sandbox (http://127.0.0.1:4010)
  --workspace NAME its workspace (default)
`

/** `moph-sandbox card swap`. */
export async function swap(args: string[]): Promise<number> {
  const { given, person } = readArguments(args, inReader, 'PERSON')
  if (given.help) {
    say(`moph-sandbox card swap PERSON [options]: put a card in place of the one in the reader\n${options}`)
    return 0
  }
  const sandbox = await RunningSandbox.mustFind(given)
  const card = cardAmong(await sandbox.cards(), person)
  say(whereItIs(card, await sandbox.swap(await sandbox.reader(given.reader), card.card), sandbox))
  return 0
}

/** `moph-sandbox card remove`. */
export async function remove(args: string[]): Promise<number> {
  const { given } = readArguments(args, inReader, undefined)
  if (given.help) {
    say(`moph-sandbox card remove [options]: pull the card out\n${options}`)
    return 0
  }
  const sandbox = await RunningSandbox.mustFind(given)
  const before = await sandbox.reader(given.reader)
  const { reader } = await sandbox.remove(before)
  say(`${before.card} is out of ${reader} of the sandbox at ${sandbox.url}.`)
  return 0
}

/** `moph-sandbox card trace`. */
export async function trace(args: string[]): Promise<number> {
  const { given } = readArguments(args, inReader, undefined)
  if (given.help) {
    say(`moph-sandbox card trace [options]: what PC/SC programs have asked the card in the reader, and its answers\n${options}`)
    return 0
  }
  const sandbox = await RunningSandbox.mustFind(given)
  say((await sandbox.trace(await sandbox.reader(given.reader))).trace.replace(/\n$/, ''))
  return 0
}

/** Where the card is now, and whether PC/SC programs see it there. */
export function whereItIs(card: CardSummary, { reader, vpcd }: Reader, { url }: RunningSandbox): string {
  return `${titleOf(card)} is in ${reader} of the sandbox at ${url}. ${seenByPcsc[vpcd ?? 'none']}`
}

const seenByPcsc = {
  connected: 'PC/SC programs see it.',
  waiting: 'PC/SC programs will see it within half a second, if pcscd runs with vsmartcard-vpcd (docs/card.md).',
  empty: 'PC/SC programs will see it within half a second, if pcscd runs with vsmartcard-vpcd (docs/card.md).',
  none: 'PC/SC programs see it where the sandbox was started with --vpcd (docs/card.md).',
}
