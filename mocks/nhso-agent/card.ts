import type { CardData } from '../../hardware/card/card-data.ts'
import type { CardProblem, CardSource } from '../../hardware/card-source.ts'
import { memorySource } from '../../hardware/memory-source.ts'
import type { Rule } from '../../src/generated/nhso-agent.ts'
import { warn } from '../../src/terminal/say.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { World } from '../../src/upstream/world.ts'
import { endCorrelations } from '../nhso-authen/service.ts'
import { defaultTerminal } from './installation.ts'

const refuse = refusals<Rule>()

/** Where this agent's cards come from: the machine's PC/SC where the sandbox was started for it, else the workspace's tables. */
export const cardSource = (world: World): CardSource => world.devices.cards ?? memorySource(world)

const ruleOf: Readonly<Record<CardProblem['kind'], Rule>> = {
  'no-reader': 'no-reader',
  'no-card': 'no-card',
  mute: 'card-mute',
  'pulled-out': 'card-pulled-out',
  'other-card': 'card-not-thai',
  unreadable: 'card-unreadable',
  'in-use': 'card-in-use',
}

/** What is on the card in the reader. It may take seconds, so no transaction is open meanwhile. */
export async function cardInReader(world: World, image: boolean): Promise<CardData> {
  const source = cardSource(world)
  const terminal = await defaultTerminal(world, await source.terminals())
  const reading = terminal === undefined ? { problem: { kind: 'no-reader' } as const } : await source.readCard(terminal, { image })
  if ('card' in reading) {
    const { pid } = reading.card
    // Without control actions, nobody but the reader knows when the card leaves.
    source.onceGone?.(
      terminal!,
      `${world.workspace} ${pid}`,
      () => void world.write((within) => cardLeft(within, pid)).catch(tellOnConsole),
    )
    return reading.card
  }
  const { problem } = reading
  if (problem.kind === 'pulled-out' && problem.pid !== undefined) await cardLeft(world, problem.pid)
  throw refuse(ruleOf[problem.kind], { pointer: '/url', ...('detail' in problem && { seen: problem.detail }) })
}

const tellOnConsole = (error: Error) => warn(`moph-sandbox: the end of a card in its reader could not be kept: ${error.message}`)

/** A card has left its reader. What it opened may be of the zone that the agent was installed for then. */
export async function cardLeft(world: World, pid: string): Promise<void> {
  for (const zone of ['test', 'production'] as const) await endCorrelations(world, zone, pid)
}

/** The photo as it goes out; nothing where it was not asked for. */
export const imageOf = ({ photo }: CardData) => (photo ? { image: Buffer.from(photo).toString('base64') } : {})
