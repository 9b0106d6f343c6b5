import { atrNames, isOldChip, type NamedCard, type OnCard } from '../../../composition/cards.ts'
import { Problem } from '../problem.ts'

/** Options that make another card of a person's. */
export const changeOptions = {
  atr: { type: 'string' },
  sex: { type: 'string' },
  without: { type: 'string', multiple: true },
} as const

export const changeUsage = `
  --atr NAME          the chip is of another generation: ${atrNames.join(', ')}; old ones have no laser number and no chip id
  --sex X             another character where the sex stands, or none: --sex ''
  --without PART      the chip has no laser, chip-id or rights (NHSO data); may be given more than once`

export interface CardChange {
  atr?: string | undefined
  sex?: string | undefined
  without?: string[] | undefined
}

const parts = { laser: 'laser', 'chip-id': 'chip_id', rights: 'rights' } as const

export const isChange = ({ atr, sex, without }: CardChange): boolean => atr !== undefined || sex !== undefined || without !== undefined

/** The card as the control API takes it, with what was asked for; only what the chip cannot hold is refused, and that by the one who makes it. */
export function changed(card: OnCard, { atr, sex, without = [] }: CardChange): OnCard {
  if (card.atr === 'other') throw new Problem(`${card.card} is no Thai ID card: it has none of this.`)
  const name = atrNames.find((known) => known === atr)
  if (atr !== undefined && name === undefined) throw new Problem(`--atr takes ${atrNames.join(', ')}, not ${atr}.`)
  const unknown = without.find((part) => !Object.hasOwn(parts, part))
  if (unknown !== undefined) throw new Problem(`--without takes ${Object.keys(parts).join(', ')}, not ${unknown}.`)
  return {
    ...card,
    ...(name !== undefined && { atr: name }),
    ...(name !== undefined && isOldChip(name) && { laser: null, chip_id: null }),
    ...(sex !== undefined && { sex: /^\d$/.test(sex) ? Number(sex) : sex }),
    ...Object.fromEntries(without.map((part) => [parts[part as keyof typeof parts], null])),
  }
}

/** What a changed card is called, after the one that it was made from. */
export const changedName = ({ card }: Pick<NamedCard, 'card'>) => `${card.slice(0, 32)}-changed`
