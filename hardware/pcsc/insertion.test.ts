import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { child } from '../../fixtures/cards/odd.ts'
import { ordinary } from '../../fixtures/cards/people.ts'
import { chipOf } from '../cards.ts'
import { missingPcsc, PcscStack, slotNames } from '../testing/pcsc-stack.ts'
import { VpcdSlot } from '../vpcd/slot.ts'
import { readCardThrough } from './read.ts'
import { PcscReaders } from './readers.ts'

const [reader] = slotNames
/** pcscd looks for cards every 400 ms, so a turn takes 0.8 s. */
const [turns, limitMs] = [100, 300_000]

if (!missingPcsc)
  describe('A card that is put in and pulled out a hundred times', () => {
    let stack: PcscStack
    let readers: PcscReaders
    let slot: VpcdSlot

    beforeAll(async () => {
      stack = await PcscStack.start()
      Object.assign(process.env, stack.environment)
      readers = await PcscReaders.open()
      slot = new VpcdSlot(stack.slot(0))
    })
    afterAll(async () => {
      slot?.remove()
      await readers?.close()
      await stack?.close()
    })

    const present = (is: boolean) => expect.poll(() => readers.find(reader)?.present, { timeout: 10_000, interval: 10 }).toBe(is)

    it(
      'is seen each time, and it is the one that is in which is read',
      async () => {
        for (let turn = 1; turn <= turns; turn++) {
          const card = turn % 2 === 0 ? ordinary : child
          slot.insert(chipOf(card))
          await present(true)
          const reading = await readCardThrough(readers, { reader, photo: turn % 10 === 0 })
          expect(reading, `turn ${turn}`).toMatchObject({ card: { pid: card.data.pid, thaiName: card.data.thaiName } })
          slot.remove()
          await present(false)
        }
      },
      limitMs,
    )
  })
