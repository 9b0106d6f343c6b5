import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { child, lifetime } from '../../fixtures/cards/odd.ts'
import { ordinary } from '../../fixtures/cards/people.ts'
import type { Card } from '../card/card.ts'
import type { CardFault } from '../card/faults.ts'
import { chipOf, isThaiCard, type ThaiCard } from '../cards.ts'
import { missingPcsc, PcscStack, slotNames } from '../testing/pcsc-stack.ts'
import { VpcdSlot } from '../vpcd/slot.ts'
import { pcscSource } from './pcsc-source.ts'
import { type ReadThroughOptions, readCardThrough } from './read.ts'
import { PcscReaders } from './readers.ts'

const [first, second] = slotNames
/** pcscd looks for cards every 400 ms. */
const seenWithin = { timeout: 10_000, interval: 20 }

if (!missingPcsc)
  describe('Our reader, through the real pcscd', () => {
    let stack: PcscStack
    let readers: PcscReaders
    let slots: VpcdSlot[]

    beforeAll(async () => {
      stack = await PcscStack.start()
      // libpcsclite looks at it with each connection to the daemon.
      Object.assign(process.env, stack.environment)
      readers = await PcscReaders.open()
      slots = [0, 1].map((slot) => new VpcdSlot(stack.slot(slot)))
    })
    afterEach(async () => {
      for (const slot of slots) slot.remove()
      await expect.poll(() => readers.list().map(({ present }) => present), seenWithin).toEqual([false, false])
    })
    afterAll(async () => {
      for (const slot of slots ?? []) slot.remove()
      await readers?.close()
      await stack?.close()
    })

    const present = (name: string, is = true) => expect.poll(() => readers.find(name)?.present, seenWithin).toBe(is)
    const insert = async (card: Card | ThaiCard, slot = 0) => {
      slots[slot]!.insert('transmit' in card ? card : chipOf(card))
      await present(slotNames[slot]!)
    }
    const read = (options: Partial<ReadThroughOptions> = {}) => readCardThrough(readers, { reader: first, photo: true, ...options })
    const faulty = (fault: CardFault) => chipOf(ordinary, fault, 'a seed')
    const pid = ordinary.data.pid

    it('lists the readers in the order of the system, and whether a card is in them', async () => {
      expect(readers.list()).toMatchObject([
        { name: first, present: false },
        { name: second, present: false },
      ])
      await insert(ordinary, 1)
      expect(await pcscSource(readers).terminals()).toEqual([
        { name: first, present: false },
        { name: second, present: true },
      ])
    })

    it.each(demoCards.filter(isThaiCard).map((card) => [card.card, card] as const))(
      'reads %s as it was written, photo and all',
      async (_name, card) => {
        await insert(card)
        const { rights, laser, chipId, data } = card
        const reading = await read({ others: true })
        expect(reading).toMatchObject({ card: { ...data, photo: expect.any(Uint8Array) }, others: { rights, laser, chipId } })
        expect(Buffer.from((reading as { card: { photo: Uint8Array } }).card.photo).equals(data.photo)).toBe(true)
      },
    )

    it('reads two cards in two readers at once', async () => {
      await insert(ordinary)
      await insert(lifetime, 1)
      const both = await Promise.all([read(), read({ reader: second })])
      expect(both).toMatchObject([{ card: { pid } }, { card: { pid: lifetime.data.pid } }])
    })

    it('lets many reads of one card follow each other', async () => {
      await insert(ordinary)
      const all = await Promise.all(Array.from({ length: 10 }, () => read()))
      expect(all).toEqual(Array(10).fill(expect.objectContaining({ card: ordinary.data })))
    })

    it('begins anew where another program resets the card', async () => {
      await insert(ordinary)
      const other = await readers.connect(first, { exclusive: false })
      const { CardMode, CardDisposition } = readers.binding
      const reading = read()
      await other.reconnect(CardMode.SHARED, CardDisposition.RESET)
      expect(await reading).toMatchObject({ card: { pid } })
      await other.disconnect(CardDisposition.LEAVE)
    })

    it('tells that another program holds the card for itself, and holds it so where it is told to', async () => {
      await insert(ordinary)
      const other = await readers.connect(first, { exclusive: true })
      expect(await read()).toEqual({ problem: { kind: 'in-use' } })
      await other.disconnect(readers.binding.CardDisposition.LEAVE)
      const shared = await readers.connect(first, { exclusive: false })
      expect(await read({ exclusive: true })).toEqual({ problem: { kind: 'in-use' } })
      expect(await read()).toMatchObject({ card: { pid } })
      await shared.disconnect(readers.binding.CardDisposition.LEAVE)
      expect(await read({ exclusive: true })).toMatchObject({ card: { pid } })
    })

    it.each([1, 2, 3, 4, 10, 30, 57])(
      'tells that the card was pulled out at command %i, and whose it was where that was read by then',
      async (at_apdu) => {
        await insert(faulty({ kind: 'pulled-out', at_apdu }))
        expect(await read()).toEqual({ problem: { kind: 'pulled-out', ...(at_apdu > 3 && { pid }) } })
        await present(first, false)
        await insert(child)
        expect(await read()).toMatchObject({ card: { pid: child.data.pid } })
      },
    )

    it('tells it where hands pull out a slow card', async () => {
      await insert(faulty({ kind: 'slow', apdu_ms: 30 }))
      const reading = read()
      await wait(400)
      slots[0]!.remove()
      expect(await reading).toEqual({ problem: { kind: 'pulled-out', pid } })
    })

    it.each<[string, CardFault, object]>([
      ['mute', { kind: 'mute' }, { kind: 'mute' }],
      [
        'a status word',
        { kind: 'status-word', at_apdu: 2, status_word: '6F00' },
        { kind: 'unreadable', detail: 'The citizen id: the card answered 6F00' },
      ],
      ['garbage', { kind: 'garbage', at_apdu: 3 }, { kind: 'unreadable' }],
      [
        'a photo cut short',
        { kind: 'photo-cut-short', photo_bytes: 1000 },
        { kind: 'unreadable', detail: 'The photo is cut short: the end of the JPEG is missing' },
      ],
    ])('tells of a card with a fault: %s', async (_what, fault, problem) => {
      await insert(faulty(fault))
      expect(await read()).toMatchObject({ problem })
    })

    it('tells of a card that is no Thai ID card, of an empty reader and of none', async () => {
      expect(await read()).toEqual({ problem: { kind: 'no-card' } })
      expect(await read({ reader: 'Another Reader' })).toEqual({ problem: { kind: 'no-reader' } })
      await insert(chipOf(demoCards.find((card) => !isThaiCard(card))!))
      expect(await read()).toEqual({ problem: { kind: 'other-card', detail: 'no citizen applet; ATR 3B6500002063CB6800' } })
    })

    it('gives up a card that never answers, and reads the next one when that is gone', async () => {
      const card = chipOf(ordinary)
      let commands = 0
      await insert({
        atr: card.atr,
        reset: () => card.reset(),
        transmit: (command) => (++commands > 4 ? new Promise(() => {}) : card.transmit(command)),
      })
      const begun = performance.now()
      expect(await read({ commandMs: 200 })).toEqual({ problem: { kind: 'mute' } })
      // The reader is still waiting for the card, so nobody else hangs there.
      expect(await read({ timeoutMs: 200 })).toEqual({ problem: { kind: 'mute' } })
      expect(performance.now() - begun).toBeLessThan(5_000)
      slots[0]!.remove()
      await present(first, false)
      await insert(child)
      expect(await read()).toMatchObject({ card: { pid: child.data.pid } })
    })

    it('waits for a card in a reader of a certain name', async () => {
      const waiting = readers.waitForCard({ filter: 'pcd 00 01', timeoutMs: 10_000 })
      slots[0]!.insert(chipOf(ordinary))
      slots[1]!.insert(chipOf(child))
      expect(await waiting).toBe(second)
      expect(await readers.waitForCard({ filter: 'ACR', timeoutMs: 50 })).toBeUndefined()
    })

    it('tells once when a card has left', async () => {
      await insert(ordinary)
      let gone = 0
      readers.onceGone(first, () => gone++)
      await wait(100)
      expect(gone).toBe(0)
      slots[0]!.remove()
      await expect.poll(() => gone, seenWithin).toBe(1)
      await insert(child)
      expect(gone).toBe(1)
    })

    it('goes on after pcscd has died in the middle of a read, and come back', async () => {
      await insert(faulty({ kind: 'slow', apdu_ms: 30 }))
      const reading = read()
      await wait(300)
      await stack.killDaemon()
      expect(await reading).toEqual({ problem: { kind: expect.stringMatching(/pulled-out|no-reader/), ...(await pidIn(reading)) } })
      await expect.poll(() => readers.list(), seenWithin).toEqual([])
      expect(readers.problem).toMatch(/the smart card service does not answer .*pcscd/)
      await stack.startDaemon()
      await present(first)
      expect(readers.problem).toBeUndefined()
      expect(await read()).toMatchObject({ card: { pid } })
    })
  })

const pidIn = async (reading: Promise<unknown>) => {
  const { pid } = ((await reading) as { problem: { pid?: string } }).problem
  return pid === undefined ? {} : { pid }
}
