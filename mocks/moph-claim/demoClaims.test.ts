import { describe, expect, it } from 'vitest'
import { demoClaims } from '../../fixtures/worlds/demo/claims.ts'
import { testWorld, today } from '../testing/world.ts'
import { reasonsToReturn } from './checks.ts'

describe('The claims of the demo world', () => {
  const world = testWorld()

  it.each(demoClaims)('$seq in $zone is $state for what stands in it', async ({ transaction_uid, state, reasons }) => {
    const { json } = await world.control('GET', `/claims/${transaction_uid}`)
    expect(json).toMatchObject({ state, reasons })
    expect(reasonsToReturn({ service: 'dmht', body: JSON.stringify(json.body) }, today)).toEqual(reasons)
  })
})
