import { type CardFault, usualApduMs, usualAtApdu, usualPhotoBytes, usualSettleMs, usualStatusWord } from '../../hardware/card/faults.ts'
import { findCard, isThaiCard } from '../../hardware/cards.ts'
import { changeReader, faultOf, findReader, plugIn, progressOf, readerOf, setFault } from '../../hardware/readers.ts'
import type { ReaderRow } from '../../hardware/tables.ts'
import { formatTrace } from '../../hardware/trace/format.ts'
import type { components, operations, Rule } from '../../src/generated/control/nhso-agent.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import { cardLeft } from './card.ts'

const refuse = refusals<Rule>()

type ReaderActions = Pick<
  operations,
  | 'listReaders'
  | 'connectReader'
  | 'disconnectReader'
  | 'insertCard'
  | 'swapCard'
  | 'removeCard'
  | 'setReaderFault'
  | 'clearReaderFault'
  | 'getReaderTrace'
>

/** Hands at the card reader. */
export const readerActions: OperationFunctions<ReaderActions> = {
  async listReaders(_input, world) {
    const rows = await world.db.selectFrom('card_readers').selectAll().orderBy('position').execute()
    return rows.map((row) => shown(world, row))
  },

  async connectReader({ path: { reader } }, world) {
    await plugIn(world.db, reader, world.clock.now())
    return shown(world, await existing(world.db, reader))
  },

  async disconnectReader({ path: { reader } }, world) {
    const { card } = await existing(world.db, reader)
    await holderLeft(world, card)
    return changed(world, reader, { connected: 0 })
  },

  async insertCard({ path: { reader }, body: { card } }, world) {
    const { card: inside } = await existing(world.db, reader)
    await mustBeFree(world.db, card)
    if (inside !== null) throw refuse('reader-holds-a-card', { pointer: '/path/reader', seen: inside })
    return changed(world, reader, { card })
  },

  async swapCard({ path: { reader }, body: { card } }, world) {
    const { card: inside } = await existing(world.db, reader)
    await mustBeFree(world.db, card, reader)
    await holderLeft(world, inside)
    return changed(world, reader, { card })
  },

  async removeCard({ path: { reader } }, world) {
    const { card } = await existing(world.db, reader)
    if (card === null) throw refuse('reader-is-empty', { pointer: '/path/reader', seen: reader })
    await holderLeft(world, card)
    return changed(world, reader, { card: null })
  },

  async setReaderFault({ path: { reader }, body }, world) {
    await existing(world.db, reader)
    return shown(world, (await setFault(world.db, reader, faultFrom(body)))!)
  },

  async clearReaderFault({ path: { reader } }, world) {
    await existing(world.db, reader)
    return shown(world, (await setFault(world.db, reader, undefined))!)
  },

  async getReaderTrace({ path: { reader } }, world) {
    const { terminal_name } = await existing(world.db, reader)
    const slot = world.devices.vpcd?.(world.workspace, reader)
    if (!slot) throw refuse('reader-without-trace', { pointer: '/path/reader', seen: reader })
    return { reader, trace: formatTrace(slot.trace, { reader: terminal_name, pseudonymised: false }) }
  },
}

/** The fault with what was left out; what belongs to another kind is left out too. */
function faultFrom(body: components['schemas']['ReaderFault']): CardFault {
  const { kind, apdu_ms = usualApduMs, settle_ms = usualSettleMs, at_apdu = usualAtApdu, times, count_from } = body
  const striking = { at_apdu, ...(times !== undefined && { times }), ...(count_from !== undefined && { count_from }) }
  switch (kind) {
    case 'slow':
      return { kind, apdu_ms }
    case 'settling':
      return { kind, settle_ms }
    case 'pulled-out':
      return { kind, at_apdu }
    case 'garbage':
    case 'communication-error':
      return { kind, ...striking }
    case 'status-word':
      return { kind, ...striking, status_word: (body.status_word ?? usualStatusWord).toUpperCase() }
    case 'photo-cut-short':
      return { kind, photo_bytes: body.photo_bytes ?? usualPhotoBytes }
    default:
      return { kind }
  }
}

async function holderLeft(world: World, card: string | null): Promise<void> {
  const found = card === null ? undefined : await findCard(world.db, card)
  if (found && isThaiCard(found)) await cardLeft(world, found.data.pid)
}

/** A card is in one reader at most. */
async function mustBeFree(db: Db, card: string, reader?: string): Promise<void> {
  const at = { pointer: '/body/card', seen: card }
  if (!(await findCard(db, card))) throw refuse('unknown-card', at)
  const holder = await readerOf(db, card)
  if (holder && holder.reader !== reader) throw refuse('card-in-another-reader', at)
}

async function existing(db: Db, reader: string): Promise<ReaderRow> {
  const row = await findReader(db, reader)
  if (!row) throw refuse('unknown-reader', { pointer: '/path/reader', seen: reader })
  return row
}

async function changed(world: World, reader: string, change: Parameters<typeof changeReader>[2]) {
  return shown(world, (await changeReader(world.db, reader, change, world.clock.now()))!)
}

function shown(world: World, row: ReaderRow): components['schemas']['Reader'] {
  const { reader, terminal_name, connected, card } = row
  return {
    reader,
    terminal_name,
    connected: connected === 1,
    card,
    fault: faultOf(row) ?? null,
    fault_struck: progressOf(row)?.struck ?? 0,
    vpcd: world.devices.vpcd?.(world.workspace, reader)?.state ?? null,
  }
}
