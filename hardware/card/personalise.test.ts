import { describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { isThaiCard } from '../cards.ts'
import { citizenFile, rightsFile } from './layout.ts'
import { contentsOf, personalise } from './personalise.ts'

describe.each(demoCards.filter(isThaiCard).map((card) => [card.card, card] as const))('The chip of %s', (_, card) => {
  const files = personalise(card)
  it('has files of the right size, with the citizen id at 0004', () => {
    expect([files.citizen.length, files.rights.length]).toEqual([citizenFile.size, rightsFile.size])
    expect(Buffer.from(files.citizen.subarray(4, 17)).toString('latin1')).toBe(card.data.pid)
  })

  it('becomes the same files again from what is read of it', () => {
    expect(personalise(contentsOf(files))).toEqual(files)
  })
})
