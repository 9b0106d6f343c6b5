import { DoesNotFit } from '../../hardware/card/codecs.ts'
import { personalise } from '../../hardware/card/personalise.ts'
import { findCard, isThaiCard, keepCard, type NamedCard, namedCard } from '../../hardware/cards.ts'
import { readerOf, reinsert } from '../../hardware/readers.ts'
import type { operations, Rule } from '../../src/generated/control/nhso-agent.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { cardLeft } from './card.ts'
import { cardFrom, cardPointer, shownCard, summary } from './card-form.ts'

const refuse = refusals<Rule>()

/** Cards that can be put into a reader. */
export const cardActions: OperationFunctions<Pick<operations, 'listCards' | 'getCard' | 'putCard'>> = {
  async listCards(_input, { db }) {
    const rows = await db.selectFrom('id_cards').selectAll().orderBy('card').execute()
    return rows.map(namedCard).map(summary)
  },

  async getCard({ path: { card } }, { db }) {
    const found = await findCard(db, card)
    if (!found) throw refuse('unknown-card', { pointer: '/path/card', seen: card })
    return shownCard(found)
  },

  async putCard({ path: { card }, body }, world) {
    mustBeBase64(body.photo)
    const made = cardFrom(card, body)
    mustFit(made)
    const before = await findCard(world.db, card)
    const holder = await readerOf(world.db, card)
    if (before && isThaiCard(before) && holder) await cardLeft(world, before.data.pid)
    await keepCard(world.db, made)
    if (holder) await reinsert(world.db, holder.reader, world.clock.now())
    return shownCard(made)
  },
}

/** Decoding would leave out what does not belong there. */
function mustBeBase64(photo: string | undefined): void {
  if (photo === undefined || Buffer.from(photo, 'base64').toString('base64') === photo) return
  const hint = {
    th: 'photo ไม่ใช่ base64 ของ JPEG (ไม่ต้องมี data: นำหน้า)',
    en: 'photo is not the base64 of a JPEG; leave out any data: prefix.',
  }
  throw refuse('card-cannot-hold', { pointer: '/body/photo', hint })
}

function mustFit(card: NamedCard): void {
  if (!isThaiCard(card)) return
  try {
    personalise(card)
  } catch (error) {
    if (!(error instanceof DoesNotFit)) throw error
    const { th, en } = error.reason
    const name = error.field.split('.').at(-1)
    throw refuse('card-cannot-hold', { pointer: cardPointer(error.field), hint: { th: `${name} ${th}`, en: `${name} ${en}` } })
  }
}
