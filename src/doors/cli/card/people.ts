import { demoCards, type NamedCard, summary, usualAtr } from '../../../composition/cards.ts'
import { Problem } from '../problem.ts'
import type { CardSummary } from './sandbox.ts'

/** The synthetic card of a person, by its id or the citizen id. */
export function cardOf(person: string): NamedCard {
  const { card } = cardAmong(demoCards.map(summary), person)
  return demoCards.find((named) => named.card === card)!
}

/** The same among those that a sandbox has. Of several cards of a person, the one that is like most cards. */
export function cardAmong(cards: readonly CardSummary[], person: string): CardSummary {
  const own = cards.filter(({ pid }) => pid === person)
  const found = cards.find(({ card }) => card === person) ?? own.find(({ atr }) => atr === usualAtr) ?? own[0]
  if (!found) throw new Problem(`There is no card of ${person}. moph-sandbox card list shows them.`)
  return found
}

/** Who it is, in one line. */
export function titleOf({ card, pid, thai_name }: Pick<CardSummary, 'card' | 'pid' | 'thai_name'>): string {
  return pid === null ? card : `${card} (${pid} ${thai_name})`
}
