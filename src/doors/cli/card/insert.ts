import { readFileSync } from 'node:fs'
import {
  type Card,
  cardFrom,
  chipOf,
  DoesNotFit,
  formatTrace,
  type NamedCard,
  parseTrace,
  recorded,
  type Step,
  shownCard,
  summary,
  TraceCard,
  VpcdSlot,
  vpcdSlots,
} from '../../../composition/cards.ts'
import { say } from '../../../terminal/say.ts'
import { Problem } from '../problem.ts'
import { toldToStop } from '../told-to-stop.ts'
import { vpcdAddress } from '../vpcd-address.ts'
import { type CardChange, changed, changedName, changeOptions, changeUsage, isChange } from './change.ts'
import { whereItIs } from './hands.ts'
import { help, ofSandbox, readArguments } from './options.ts'
import { cardAmong, cardOf, titleOf } from './people.ts'
import { type CardSummary, RunningSandbox } from './sandbox.ts'
import { writeOrExplain } from './write.ts'

const usage = `moph-sandbox card insert PERSON [options]: put the card of a person into a reader
moph-sandbox card insert --play FILE [options]: put a card into the reader of pcscd that answers as a trace does

Where a sandbox runs, the card is in its reader from then on. Where none runs, this command holds the card in the virtual reader of
pcscd (vsmartcard-vpcd) until Ctrl-C.

  --reader N          which reader: of the sandbox by number or name, of pcscd 1 or 2 (1)
  --hold              hold it in the reader of pcscd, even though a sandbox runs
  --trace FILE        hold it, and write what programs ask the card, and its answers, into a file
  --vpcd-address A    where vpcd listens, HOST:PORT (127.0.0.1:35963)
  --url URL           the sandbox (http://127.0.0.1:4010)
  --workspace NAME    its workspace (default)

A card unlike that of the person:${changeUsage}
Any other: docs/card.md, under Traces.
`

const known = {
  reader: { type: 'string', default: '1' },
  hold: { type: 'boolean' },
  trace: { type: 'string' },
  play: { type: 'string' },
  'vpcd-address': { type: 'string' },
  ...changeOptions,
  ...ofSandbox,
  ...help,
} as const

/** `moph-sandbox card insert`. */
export async function insert(args: string[]): Promise<number> {
  const { given, person } = readArguments(args, known, args.some((word) => /^--play(=|$)/.test(word)) ? undefined : 'PERSON')
  if (given.help) {
    say(usage)
    return 0
  }
  if (given.play !== undefined && isChange(given)) throw new Problem('A trace is played as it is: leave out --atr, --sex and --without.')
  if (given.play !== undefined) return hold({ title: `the trace ${given.play}`, chip: playedFrom(given.play) }, given)
  const sandbox = given.hold || given.trace !== undefined ? undefined : await RunningSandbox.find(given)
  if (!sandbox) {
    const card = isChange(given) ? another(cardOf(person), given) : cardOf(person)
    return hold({ title: titleOf(summary(card)), chip: chipOf(card) }, given)
  }
  const found = cardAmong(await sandbox.cards(), person)
  const card = isChange(given) ? await anotherIn(sandbox, found, given) : found
  say(whereItIs(card, await sandbox.insert(await sandbox.reader(given.reader), card.card), sandbox))
  return 0
}

/** The card with what was asked for. */
function another(card: NamedCard, change: CardChange): NamedCard {
  const { card: _name, ...content } = changed(shownCard(card), change)
  const made = cardFrom(changedName(card), content as Parameters<typeof cardFrom>[1])
  try {
    chipOf(made)
    return made
  } catch (error) {
    if (error instanceof DoesNotFit) throw new Problem(`The card cannot hold this: ${error.message}. / บัตรเก็บค่านี้ไม่ได้: ${error.reason.th}`)
    throw error
  }
}

/** The same beside the readers of a sandbox, where it stays. */
async function anotherIn(sandbox: RunningSandbox, { card: name }: CardSummary, change: CardChange): Promise<CardSummary> {
  const card = changed(await sandbox.card(name), change)
  const kept = changedName(card)
  await sandbox.keep({ ...card, card: kept })
  return (await sandbox.cards()).find((each) => each.card === kept)!
}

interface Held {
  title: string
  chip: Card
}

interface Where {
  reader: string
  'vpcd-address'?: string | undefined
  trace?: string | undefined
}

/** The card is in the reader as long as this runs. */
async function hold({ title, chip }: Held, { reader: named, 'vpcd-address': address, trace }: Where): Promise<number> {
  const index = Number(named) - 1
  if (!Number.isInteger(index) || index < 0 || index >= vpcdSlots) throw new Problem(`vpcd has readers 1 to ${vpcdSlots}, not ${named}.`)
  const { host, port } = vpcdAddress(address)
  const reader = `Virtual PCD 00 0${index}`
  const slot = new VpcdSlot(
    { host, port: port + index },
    {
      connected: () => say(`${title} is in the reader “${reader}” of pcscd. Ctrl-C takes it out.`),
      waiting: (reason) =>
        say(`${title} waits for vpcd at ${host}:${port + index} (${reason}). Start pcscd with vsmartcard-vpcd: docs/card.md.`),
    },
  )
  const steps: Step[] = []
  const write = () => trace !== undefined && writeOrExplain(trace, formatTrace({ atr: chip.atr, steps }, { reader, pseudonymised: false }))
  // What cannot be written is told before anybody reads, not after.
  write()
  slot.insert(trace === undefined ? chip : recorded(chip, (step) => steps.push(step)))
  await toldToStop()
  slot.remove()
  write()
  return 0
}

function playedFrom(file: string): Card {
  try {
    return new TraceCard(parseTrace(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new Problem(`${file} cannot be played: ${(error as Error).message}.`)
  }
}
