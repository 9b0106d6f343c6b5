import type { CardAddress, CardName } from '../../hardware/card-source.ts'
import { findCard, keepCard, type NamedCard, namedCard } from '../../hardware/cards.ts'
import { ordinaryCard } from '../../hardware/ordinary-card.ts'
import { readerOf } from '../../hardware/readers.ts'
import { refusals } from '../../src/gateway/refusal.ts'
import type { OperationFunctions } from '../../src/gateway/upstream.ts'
import type { components, operations, Rule } from '../../src/generated/control/nhso-agent.ts'
import { isJpeg } from '../nhso-authen/photo.ts'
import { cardLeft } from './card.ts'

const refuse = refusals<Rule>()

/** Cards that can be put into a reader. */
export const cardActions: OperationFunctions<Pick<operations, 'listCards' | 'getCard' | 'putCard'>> = {
  async listCards(_input, { db }) {
    const rows = await db.selectFrom('id_cards').selectAll().orderBy('card').execute()
    return rows.map(namedCard).map(({ card, note, data: { pid, thaiName } }) => ({ card, note, pid, thai_name: inOneLine(thaiName) }))
  },

  async getCard({ path: { card } }, { db }) {
    const found = await findCard(db, card)
    if (!found) throw refuse('unknown-card', { pointer: '/path/card', seen: card })
    return shown(found)
  },

  async putCard({ path: { card }, body }, world) {
    const made = cardOf(card, body)
    const before = await findCard(world.db, card)
    if (before && (await readerOf(world.db, card))) await cardLeft(world, before.data.pid)
    return shown(namedCard(await keepCard(world.db, made)))
  },
}

function cardOf(name: string, body: components['schemas']['NewCard']): NamedCard {
  const { pid, thai_name, english_name, birth_date, sex, issuer, issue_date, expiry_date, address, photo, note = '' } = body
  return ordinaryCard(name, note, {
    pid,
    thaiName: nameOf(thai_name),
    birthDate: birth_date,
    sex,
    ...(english_name && { englishName: nameOf(english_name) }),
    ...(issuer !== undefined && { issuer }),
    ...(issue_date !== undefined && { issueDate: issue_date }),
    ...(expiry_date !== undefined && { expiryDate: expiry_date }),
    ...(address && { address: address as Partial<CardAddress> }),
    ...(photo !== undefined && { photo: jpegOf(photo) }),
  })
}

const nameOf = ({ title, first, middle = '', last }: components['schemas']['PersonName']): CardName => ({ title, first, middle, last })

function jpegOf(photo: string): Uint8Array {
  const bytes = Buffer.from(photo, 'base64')
  if (bytes.toString('base64') !== photo || bytes.length > 5118 || !isJpeg(bytes))
    throw refuse('photo-not-jpeg', { pointer: '/body/photo', seen: `(${bytes.length} bytes)` })
  return new Uint8Array(bytes)
}

const inOneLine = ({ title, first, middle, last }: CardName) => [`${title}${first}`, middle, last].filter((part) => part !== '').join(' ')

function shown({ card, note, data }: NamedCard): components['schemas']['Card'] {
  const { pid, thaiName, englishName, birthDate, sex, issuer, issueDate, expiryDate, address, photo } = data
  return {
    card,
    note,
    pid,
    thai_name: thaiName,
    english_name: englishName,
    birth_date: birthDate,
    sex,
    issuer,
    issue_date: issueDate,
    expiry_date: expiryDate,
    address,
    photo: Buffer.from(photo).toString('base64'),
  }
}
