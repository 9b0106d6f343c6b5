import { chipOf } from '../../../hardware/cards.ts'
import { VpcdSlot, vpcdSlots } from '../../../hardware/vpcd/slot.ts'
import { summary } from '../../../mocks/nhso-agent/card-form.ts'
import { Problem } from '../problem.ts'
import { vpcdAddress } from '../vpcd-address.ts'
import { whereItIs } from './move.ts'
import { help, ofSandbox, readArguments } from './options.ts'
import { cardAmong, cardOf, titleOf } from './people.ts'
import { RunningSandbox } from './sandbox.ts'

const usage = `moph-sandbox card insert PERSON [options]: put the card of a person into a reader

Where a sandbox runs, the card is in its reader from then on. Where none runs, this command holds the card in the virtual reader of
pcscd (vsmartcard-vpcd) until Ctrl-C.

  --reader N          which reader: of the sandbox by number or name, of pcscd 1 or 2 (1)
  --hold              hold it in the reader of pcscd, even though a sandbox runs
  --vpcd-address A    where vpcd listens, HOST:PORT (127.0.0.1:35963)
  --url URL           the sandbox (http://127.0.0.1:4010)
  --workspace NAME    its workspace (default)
`

const known = {
  reader: { type: 'string', default: '1' },
  hold: { type: 'boolean' },
  'vpcd-address': { type: 'string' },
  ...ofSandbox,
  ...help,
} as const

/** `moph-sandbox card insert`. */
export async function insert(args: string[]): Promise<number> {
  const { given, person } = readArguments(args, known, 'PERSON')
  if (given.help) {
    console.log(usage)
    return 0
  }
  const sandbox = given.hold ? undefined : await RunningSandbox.find(given)
  if (!sandbox) return hold(person, given)
  const card = cardAmong(await sandbox.cards(), person)
  console.log(whereItIs(card, await sandbox.insert(await sandbox.reader(given.reader), card.card), sandbox))
  return 0
}

/** The card is in the reader as long as this runs. */
async function hold(person: string, given: { reader: string; 'vpcd-address'?: string | undefined }): Promise<number> {
  const card = cardOf(person)
  const slot = Number(given.reader) - 1
  if (!Number.isInteger(slot) || slot < 0 || slot >= vpcdSlots)
    throw new Problem(`vpcd has readers 1 to ${vpcdSlots}, not ${given.reader}.`)
  const { host, port } = vpcdAddress(given['vpcd-address'])
  const title = titleOf(summary(card))
  const reader = new VpcdSlot(
    { host, port: port + slot },
    {
      connected: () => console.log(`${title} is in the reader “Virtual PCD 00 0${slot}” of pcscd. Ctrl-C takes it out.`),
      waiting: (reason) =>
        console.log(`${title} waits for vpcd at ${host}:${port + slot} (${reason}). Start pcscd with vsmartcard-vpcd: docs/card.md.`),
    },
  )
  reader.insert(chipOf(card))
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  reader.remove()
  return 0
}
