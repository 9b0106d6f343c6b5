import type { Card, Reader } from 'pcsc-mini'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { atrBytes, foreignAtr } from '../card/answers-to-reset.ts'
import { ForeignCard } from '../card/foreign-card.ts'
import { chipOf } from '../cards.ts'
import { missingPcsc, slotNames, until } from '../testing/pcsc-stack.ts'
import { pcscSource } from './pcsc-source.ts'
import { readCardThrough } from './read.ts'
import { chip, type PcscBench, pcscBench, silentCard, someone, thaiCards } from './testing.ts'

describe.runIf(!missingPcsc)('The reader over PC/SC', () => {
  let bench: PcscBench
  beforeAll(async () => {
    bench = await pcscBench()
  })
  afterAll(() => bench?.close())

  const read = (options = {}) => readCardThrough(bench.readers, { reader: slotNames[0], photo: true, ...options })
  const itReadsTheNextCard = async () => {
    await bench.insert(chip())
    expect(await read()).toMatchObject({ card: someone.data })
  }

  it('lists the readers in the order of the system, without cards', () => {
    expect(bench.readers.list()).toMatchObject(slotNames.map((name) => ({ name, present: false })))
    expect(bench.readers.problem).toBeUndefined()
  })

  it('tells a reader that is not there from one without a card', async () => {
    expect(await read({ reader: 'nowhere' })).toEqual({ problem: { kind: 'no-reader' } })
    expect(await read()).toEqual({ problem: { kind: 'no-card' } })
  })

  it.each(thaiCards.map((card) => [card.card, card] as const))('reads %s as it is, the photo too', async (_name, card) => {
    await bench.insert(chipOf(card))
    const { card: data } = (await read()) as { card: typeof card.data }
    expect(data).toEqual(card.data)
    expect(Buffer.from(data.photo).equals(card.data.photo)).toBe(true)
  })

  it('reads the other applets after a reset, and the ATR', async () => {
    await bench.insert(chip())
    const exchanges: string[] = []
    const onExchange = (command: Uint8Array) => exchanges.push(Buffer.from(command).toString('hex'))
    expect(await read({ photo: false, others: true, onExchange })).toEqual({
      reader: slotNames[0],
      atr: atrBytes(someone.atr),
      card: (({ photo: _, ...data }) => data)(someone.data),
      rights: someone.rights,
      laser: someone.laser,
      chipId: someone.chipId,
    })
    expect(exchanges[0]).toBe('80ca9f7f2d')
    expect(bench.readers.named(slotNames[0])!.atr).toEqual(atrBytes(someone.atr))
  })

  it('reads two cards in two readers at once', async () => {
    await bench.insert(chipOf(thaiCards[0]!), 0)
    await bench.insert(chipOf(thaiCards[1]!), 1)
    const both = await Promise.all([read(), read({ reader: slotNames[1].toLowerCase() })])
    expect(both).toMatchObject([{ card: thaiCards[0]!.data }, { card: thaiCards[1]!.data }])
    await bench.remove(1)
  })

  it('makes two reads of one card one after the other', async () => {
    await bench.insert(chip())
    expect(await Promise.all([read(), read()])).toMatchObject([{ card: someone.data }, { card: someone.data }])
  })

  it('serves the agent', async () => {
    await bench.insert(chip())
    const source = pcscSource(bench.readers)
    expect(await source.terminals()).toEqual([
      { name: slotNames[0], present: true },
      { name: slotNames[1], present: false },
    ])
    expect(await source.readCard(slotNames[0], { image: true })).toEqual({ card: someone.data })
    expect(await source.readCard(slotNames[1], { image: true })).toEqual({ problem: { kind: 'no-card' } })
    expect(await source.readCard('nowhere', { image: true })).toEqual({ problem: { kind: 'no-reader' } })
  })

  it.each([1, 2, 3, 5, 20, 40, 57])('says that the card was pulled out at command %i, and whose it was', async (at_apdu) => {
    await bench.insert(chip({ kind: 'pulled-out', at_apdu }))
    // SELECT, the read of the citizen id, and GET RESPONSE for it come first.
    const pid = at_apdu > 3 ? { pid: someone.data.pid } : {}
    expect(await read()).toEqual({ problem: { kind: 'pulled-out', ...pid } })
    await itReadsTheNextCard()
  })

  it('says that a slow card was pulled out by a hand', async () => {
    await bench.insert(chip({ kind: 'slow', apdu_ms: 20 }))
    let commands = 0
    const onExchange = () => {
      if (++commands === 12) bench.hands[0].remove()
    }
    expect(await read({ onExchange })).toEqual({ problem: { kind: 'pulled-out', pid: someone.data.pid } })
    await itReadsTheNextCard()
  })

  it('finds a card mute that gives no answer to reset', async () => {
    await bench.insert(chip({ kind: 'mute' }))
    expect(bench.readers.named(slotNames[0])).toMatchObject({ present: true, mute: true })
    expect(await read()).toEqual({ problem: { kind: 'mute' } })
    await itReadsTheNextCard()
  })

  it('tells another card by its ATR', async () => {
    await bench.insert(new ForeignCard(foreignAtr))
    const atr = Buffer.from(foreignAtr).toString('hex').toUpperCase()
    expect(await read()).toEqual({ problem: { kind: 'other-card', detail: `no citizen applet; ATR ${atr}` } })
    await itReadsTheNextCard()
  })

  it.each([1, 2, 7, 30])('takes a wrong status word at command %i for unreadable', async (at_apdu) => {
    await bench.insert(chip({ kind: 'status-word', at_apdu, status_word: '6F00' }))
    expect(await read()).toMatchObject({ problem: { kind: 'unreadable', detail: expect.stringContaining('6F00') } })
    await itReadsTheNextCard()
  })

  it.each([1, 2, 30])('takes garbage at command %i for unreadable', async (at_apdu) => {
    await bench.insert(chip({ kind: 'garbage', at_apdu }))
    expect(await read()).toMatchObject({ problem: { kind: 'unreadable' } })
    await itReadsTheNextCard()
  })

  it('gives up a card that never answers, and its reader until it does', async () => {
    const { card, letGo } = silentCard(6)
    await bench.insert(card)
    expect(await read({ commandMs: 300 })).toMatchObject({ problem: { kind: 'timeout' } })
    expect(await read()).toEqual({ problem: { kind: 'mute' } })
    expect(await pcscSource(bench.readers).readCard(slotNames[0], { image: false })).toEqual({ problem: { kind: 'mute' } })
    await bench.insert(chip(), 1)
    expect(await read({ reader: slotNames[1] })).toMatchObject({ card: someone.data })
    await bench.remove(1)
    letGo()
    await until(() => !bench.readers.connection(slotNames[0]).stuck, 'the command does not come back')
    expect(await read()).toMatchObject({ card: someone.data })
  })

  it('gives up a card that is too slow altogether', async () => {
    await bench.insert(chip({ kind: 'slow', apdu_ms: 30 }))
    expect(await read({ timeoutMs: 400 })).toMatchObject({ problem: { kind: 'timeout' } })
    await until(() => !bench.readers.connection(slotNames[0]).stuck, 'the command does not come back')
    await itReadsTheNextCard()
  })

  describe('beside another program', () => {
    const pcsc = () => bench.readers.pcsc

    it('shares the card', async () => {
      await bench.insert(chip())
      await withAnother(bench, pcsc().CardMode.SHARED, async () => {
        expect(await read()).toMatchObject({ card: someone.data })
        expect(await read({ exclusive: true })).toEqual({ problem: { kind: 'in-use' } })
      })
      expect(await read({ exclusive: true })).toMatchObject({ card: someone.data })
    })

    it('says that a card is in use which the other keeps for itself', async () => {
      await bench.insert(chip())
      await withAnother(bench, pcsc().CardMode.EXCLUSIVE, async () => {
        expect(await read()).toEqual({ problem: { kind: 'in-use' } })
      })
      expect(await read()).toMatchObject({ card: someone.data })
    })

    it('does not wait for ever for the transaction of the other', async () => {
      await bench.insert(chip())
      await withAnother(bench, pcsc().CardMode.SHARED, async (other) => {
        const transaction = await other.transaction()
        expect(await read({ timeoutMs: 500 })).toMatchObject({ problem: { kind: 'timeout' } })
        await transaction.end(pcsc().CardDisposition.LEAVE)
        await until(() => !bench.readers.connection(slotNames[0]).stuck, 'connecting does not come back')
      })
      expect(await read()).toMatchObject({ card: someone.data })
    })

    it.each([
      [1, { card: someone.data }],
      [2, { card: someone.data }],
      [3, { problem: { kind: 'in-use' } }],
    ])('begins again at most twice where the other resets the card (%i times)', async (times, expected) => {
      await bench.insert(chip())
      await withAnother(bench, pcsc().CardMode.SHARED, async (other) => {
        const connect = pcsc().Reader.prototype.connect
        let resets = 0
        const spy = vi.spyOn(pcsc().Reader.prototype, 'connect').mockImplementation(async function (this: Reader, mode, protocol) {
          const card = await connect.call(this, mode, protocol)
          if (resets++ < times) await other.reconnect(pcsc().CardMode.SHARED, pcsc().CardDisposition.RESET)
          return card
        })
        const outcome = await read().finally(() => spy.mockRestore())
        expect(outcome).toMatchObject(expected)
        expect(resets).toBe(Math.min(times + 1, 3))
      })
      expect(await read()).toMatchObject({ card: someone.data })
    })
  })
})

async function withAnother({ readers }: PcscBench, mode: number, act: (card: Card) => Promise<void>): Promise<void> {
  const { Client, CardDisposition, Protocol } = readers.pcsc
  const other = new Client().start()
  try {
    await until(() => other.reader(slotNames[0]) !== undefined, 'the other program sees no reader')
    const card = await other.reader(slotNames[0])!.connect(mode, Protocol.T0)
    await act(card)
    await card.disconnect(CardDisposition.LEAVE)
  } finally {
    other.stop()
  }
}
