import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ordinary } from '../../fixtures/cards/people.ts'
import { chipOf } from '../cards.ts'
import { citizenIdBy } from '../testing/citizen-id.ts'
import { missingPcsc, PcscStack, slotNames } from '../testing/pcsc-stack.ts'
import { VpcdSlot } from '../vpcd/slot.ts'

describe.skipIf(missingPcsc !== undefined)('Without root', () => {
  let stack: PcscStack
  let slot: VpcdSlot
  beforeAll(async () => {
    stack = await PcscStack.start({ asNobody: process.getuid?.() === 0 })
    slot = new VpcdSlot(stack.slot(0))
  })
  afterAll(async () => {
    slot?.remove()
    await stack?.close()
  })

  it('pcscd and vpcd run as a user who may do nothing, and a program reads the card', async () => {
    slot.insert(chipOf(ordinary))
    await expect.poll(() => citizenIdBy(stack, slotNames[0]), { timeout: 10_000 }).toBe(ordinary.data.pid)
  })
})
