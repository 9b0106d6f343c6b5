import { findCard } from '../../hardware/cards.ts'
import { usualSlowMs } from '../../hardware/memory-source.ts'
import { changeReader, findReader, plugIn, readerOf } from '../../hardware/readers.ts'
import type { ReaderRow } from '../../hardware/tables.ts'
import { refusals } from '../../src/gateway/refusal.ts'
import type { OperationFunctions } from '../../src/gateway/upstream.ts'
import type { components, operations, Rule } from '../../src/generated/control/nhso-agent.ts'
import type { Db } from '../../src/store/tables.ts'
import type { World } from '../../src/workspace/world.ts'
import { cardLeft } from './card.ts'

const refuse = refusals<Rule>()

type ReaderActions = Pick<
  operations,
  'listReaders' | 'connectReader' | 'disconnectReader' | 'insertCard' | 'removeCard' | 'setReaderFault' | 'clearReaderFault'
>

/** Hands at the card reader. */
export const readerActions: OperationFunctions<ReaderActions> = {
  async listReaders(_input, { db }) {
    return (await db.selectFrom('card_readers').selectAll().orderBy('position').execute()).map(shown)
  },

  async connectReader({ path: { reader } }, { db }) {
    await plugIn(db, reader)
    return shown(await existing(db, reader))
  },

  async disconnectReader({ path: { reader } }, world) {
    const { card } = await existing(world.db, reader)
    await holderLeft(world, card)
    return changed(world.db, reader, { connected: 0 })
  },

  async insertCard({ path: { reader }, body: { card } }, { db }) {
    const { card: inside } = await existing(db, reader)
    const at = { pointer: '/body/card', seen: card }
    if (!(await findCard(db, card))) throw refuse('unknown-card', at)
    if (inside !== null) throw refuse('reader-holds-a-card', { pointer: '/path/reader', seen: inside })
    if (await readerOf(db, card)) throw refuse('card-in-another-reader', at)
    return changed(db, reader, { card })
  },

  async removeCard({ path: { reader } }, world) {
    const { card } = await existing(world.db, reader)
    if (card === null) throw refuse('reader-is-empty', { pointer: '/path/reader', seen: reader })
    await holderLeft(world, card)
    return changed(world.db, reader, { card: null })
  },

  async setReaderFault({ path: { reader }, body: { kind, slow_ms } }, { db }) {
    return changed(db, reader, { fault: kind, slow_ms: kind === 'slow' ? (slow_ms ?? usualSlowMs) : null })
  },

  async clearReaderFault({ path: { reader } }, { db }) {
    return changed(db, reader, { fault: null, slow_ms: null })
  },
}

async function holderLeft(world: World, card: string | null): Promise<void> {
  const found = card === null ? undefined : await findCard(world.db, card)
  if (found) await cardLeft(world, found.data.pid)
}

async function existing(db: Db, reader: string): Promise<ReaderRow> {
  const row = await findReader(db, reader)
  if (!row) throw refuse('unknown-reader', { pointer: '/path/reader', seen: reader })
  return row
}

async function changed(db: Db, reader: string, change: Parameters<typeof changeReader>[2]) {
  const row = await changeReader(db, reader, change)
  if (!row) throw refuse('unknown-reader', { pointer: '/path/reader', seen: reader })
  return shown(row)
}

function shown({ reader, terminal_name, connected, card, fault, slow_ms }: ReaderRow): components['schemas']['Reader'] {
  const shownFault = fault === null ? null : { kind: fault, ...(slow_ms !== null && { slow_ms }) }
  return { reader, terminal_name, connected: connected === 1, card, fault: shownFault }
}
