import type { Db } from '../src/store/tables.ts'
import type { CardData } from './card-source.ts'
import type { CardRow } from './tables.ts'

/** A card with its name and what it is for. */
export interface NamedCard {
  card: string
  note: string
  data: CardData & { photo: Uint8Array }
}

/** Keeps a card, in place of the one of this name if there is one. */
export async function keepCard(db: Db, { card, note, data: { photo, ...content } }: NamedCard): Promise<CardRow> {
  const row = { card, note, pid: content.pid, content: JSON.stringify(content), photo: Buffer.from(photo).toString('base64') }
  await db
    .insertInto('id_cards')
    .values(row)
    .onConflict((conflict) => conflict.column('card').doUpdateSet(row))
    .execute()
  return row
}

export async function findCard(db: Db, card: string): Promise<NamedCard | undefined> {
  const row = await db.selectFrom('id_cards').selectAll().where('card', '=', card).executeTakeFirst()
  return row && namedCard(row)
}

export function namedCard({ card, note, ...row }: CardRow): NamedCard {
  return { card, note, data: { ...cardContent(row), photo: photoBytes(row) } }
}

export const cardContent = ({ content }: Pick<CardRow, 'content'>): Omit<CardData, 'photo'> => JSON.parse(content)

export const photoBytes = ({ photo }: Pick<CardRow, 'photo'>) => new Uint8Array(Buffer.from(photo, 'base64'))
