import { insertRows } from '../src/upstream/insert-rows.ts'
import type { Db } from '../src/upstream/tables.ts'
import { type AtrName, atrBytes, foreignAtr } from './card/answers-to-reset.ts'
import type { Chip } from './card/card.ts'
import type { ChipContents } from './card/card-data.ts'
import type { CardFault, FaultProgress } from './card/faults.ts'
import { FaultyCard } from './card/faulty-card.ts'
import { ForeignCard } from './card/foreign-card.ts'
import { personalise } from './card/personalise.ts'
import { VirtualCard } from './card/virtual-card.ts'
import type { CardRow } from './tables.ts'

/** A Thai national ID card with its name and what it is for. */
export interface ThaiCard extends ChipContents {
  card: string
  note: string
  atr: AtrName
}

/** A chip card of something else, which gets into the reader by mistake. */
export interface OtherCard {
  card: string
  note: string
  atr: 'other'
}

export type NamedCard = ThaiCard | OtherCard

export const isThaiCard = (card: NamedCard): card is ThaiCard => card.atr !== 'other'

/** Keeps a card, in place of the one of this name if there is one. */
export async function keepCard(db: Db, card: NamedCard): Promise<void> {
  await insertRows(db, 'id_cards', [rowOf(card)], ['card'])
}

function rowOf(named: NamedCard): CardRow {
  const { card, note, atr } = named
  if (!isThaiCard(named)) return { card, note, atr, pid: null, content: null, photo: null }
  const {
    data: { photo, ...data },
    rights,
    laser,
    chipId,
  } = named
  const content: Content = { data, rights, laser, chipId }
  return { card, note, atr, pid: data.pid, content: JSON.stringify(content), photo: Buffer.from(photo).toString('base64') }
}

type Content = Omit<ChipContents, 'data'> & { data: Omit<ChipContents['data'], 'photo'> }

export async function findCard(db: Db, card: string): Promise<NamedCard | undefined> {
  const row = await db.selectFrom('id_cards').selectAll().where('card', '=', card).executeTakeFirst()
  return row && namedCard(row)
}

export function namedCard({ card, note, atr, content, photo }: CardRow): NamedCard {
  if (content === null) return { card, note, atr: 'other' }
  const { data, ...chip }: Content = JSON.parse(content)
  return { card, note, atr: atr as AtrName, data: { ...data, photo: new Uint8Array(Buffer.from(photo!, 'base64')) }, ...chip }
}

/** What is wrong with a card in its reader, and since when it is there. */
interface InReader {
  progress?: FaultProgress | undefined
  insideFor?: number | undefined
  seed?: string | undefined
}

/** The card as it sits in a reader, with what is wrong with it there. `seed` decides which garbage it answers. */
export function chipOf(card: NamedCard, fault?: CardFault, { seed = '', ...inReader }: InReader = {}): FaultyCard {
  return new FaultyCard(soundChip(card), { fault, seed: `${seed} ${card.card}`, ...inReader })
}

const soundChip = (card: NamedCard): Chip =>
  isThaiCard(card) ? new VirtualCard(atrBytes(card.atr), personalise(card)) : new ForeignCard(foreignAtr)
