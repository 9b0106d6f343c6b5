import type { NetConnectOpts } from 'node:net'
import { findCard, isThaiCard } from '../../hardware/cards.ts'
import { pcscSource } from '../../hardware/pcsc/pcsc-source.ts'
import { PcscReaders } from '../../hardware/pcsc/readers.ts'
import { cardPulledOut, faultCame, findReader } from '../../hardware/readers.ts'
import { VpcdLink } from '../../hardware/vpcd/link.ts'
import { cardLeft } from '../../mocks/nhso-agent/card.ts'
import type { Workspace } from '../engine/workspace/workspace.ts'
import { worldOf } from '../engine/workspace/world-of.ts'
import { warn } from '../terminal/say.ts'
import type { Devices } from '../upstream/world.ts'

/** Puts the cards of a workspace's first readers into the slots of vpcd as well; `address` is where vpcd listens for the card of a slot. */
export async function linkWithVpcd(
  devices: Devices,
  workspace: Workspace,
  address: (slot: number) => NetConnectOpts,
): Promise<{ close(): Promise<void> }> {
  const link = new VpcdLink({
    workspace,
    address,
    pulledOut: (reader, insertion) => workspace.write((db) => leave(worldOf(workspace, { db }), reader, insertion)),
    faultCame: (where, progress) => workspace.write((db) => faultCame(db, where, progress)),
  })
  devices.vpcd = (name, reader) => (name === workspace.name ? link.view(reader) : undefined)
  await link.start()
  return { close: () => link.stop() }
}

/** What hands would have done. */
async function leave(world: ReturnType<typeof worldOf>, reader: string, insertion: number): Promise<void> {
  const card = (await findReader(world.db, reader))?.card
  const named = card == null ? undefined : await findCard(world.db, card)
  if (named && isThaiCard(named)) await cardLeft(world, named.data.pid)
  await cardPulledOut(world.db, reader, insertion)
}

/**
 * Lets the agent read the machine's own readers, through PC/SC.
 *
 * @throws PcscMissing where the machine has no PC/SC; where only its daemon is not running, that is waited for
 */
export async function readThroughPcsc(devices: Devices): Promise<{ close(): Promise<void> }> {
  const readers = await PcscReaders.open()
  devices.cards = pcscSource(readers)
  if (readers.problem !== undefined) warn(`moph-sandbox: --pcsc: ${readers.problem}`)
  return { close: async () => readers.close() }
}
