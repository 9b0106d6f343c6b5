import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chipOf } from '../cards.ts'
import { missingPcsc, slotNames, until } from '../testing/pcsc-stack.ts'
import { readCardThrough } from './read.ts'
import { PcscReaders } from './readers.ts'
import { chip, type PcscBench, pcscBench, someone, thaiCards } from './testing.ts'

describe.runIf(!missingPcsc)('The readers of a machine', () => {
  let bench: PcscBench
  beforeAll(async () => {
    bench = await pcscBench()
  })
  afterAll(() => bench?.close())

  it('tell of each insertion and removal', async () => {
    const seen: string[] = []
    const inserted = ({ name }: { name: string }) => seen.push(`inserted ${name}`)
    const removed = ({ name }: { name: string }) => seen.push(`removed ${name}`)
    bench.readers.on('inserted', inserted).on('removed', removed)
    const before = bench.readers.named(slotNames[0])!.insertion
    await bench.insert(chip())
    const within = bench.readers.named(slotNames[0])!.insertion
    await bench.remove()
    const after = bench.readers.named(slotNames[0])!.insertion
    bench.readers.off('inserted', inserted).off('removed', removed)
    expect(seen).toEqual([`inserted ${slotNames[0]}`, `removed ${slotNames[0]}`])
    expect([before, within, after]).toEqual([before, within, after].toSorted((a, b) => a - b))
    expect(new Set([before, within, after]).size).toBe(3)
  })

  it('are filtered by a part of their name', async () => {
    const some = await PcscReaders.open({ reader: 'pcd 00 01' })
    expect(some.list().map(({ name }) => name)).toEqual([slotNames[1]])
    some.close()
    expect(some.list()).toEqual([])
  })

  it('wait for a card, until a time limit or a signal', async () => {
    expect(await bench.readers.waitForCard({ timeoutMs: 50 })).toBeUndefined()
    const stop = new AbortController()
    const stopped = bench.readers.waitForCard({ timeoutMs: 20_000, signal: stop.signal })
    stop.abort()
    expect(await stopped).toBeUndefined()
    const waiting = bench.readers.waitForCard({ reader: 'pcd 00 01', timeoutMs: 20_000 })
    await bench.insert(chip(), 0)
    await bench.insert(chip(), 1)
    expect(await waiting).toMatchObject({ name: slotNames[1], present: true })
    await bench.remove(0)
    await bench.remove(1)
  })

  it('give a hundred cards, one after the other in two slots, each as it is', { timeout: 180_000 }, async () => {
    const hand = async (slot: 0 | 1) => {
      let right = 0
      for (let turn = 0; turn < 50; turn++) {
        const card = thaiCards[(2 * turn + slot) % thaiCards.length]!
        await bench.insert(chipOf(card), slot)
        expect(await readCardThrough(bench.readers, { reader: slotNames[slot], photo: true })).toMatchObject({ card: card.data })
        right++
        await bench.remove(slot)
      }
      return right
    }
    expect(await Promise.all([hand(0), hand(1)])).toEqual([50, 50])
  })

  it('come back with their cards where the daemon was killed', async () => {
    await bench.insert(chip())
    const read = () => readCardThrough(bench.readers, { photo: true })
    for (let turn = 0; turn < 3; turn++) {
      expect(await read()).toMatchObject({ card: someone.data })
      await bench.stack.killDaemon()
      await until(() => bench.readers.problem !== undefined, 'the loss of the daemon is not told')
      expect(bench.readers.problem).toContain('not running')
      expect(bench.readers.list()).toEqual([])
      expect(await read()).toEqual({ problem: { kind: 'no-reader' } })
      await bench.stack.startDaemon()
      expect(await bench.readers.waitForCard({ timeoutMs: 15_000 })).toMatchObject({ name: slotNames[0] })
      expect(bench.readers.problem).toBeUndefined()
    }
    expect(await read()).toMatchObject({ card: someone.data })
  })

  it('tell that the daemon was killed in the middle of a read', async () => {
    await bench.insert(chip({ kind: 'slow', apdu_ms: 20 }))
    let commands = 0
    let killed: Promise<void> | undefined
    const onExchange = () => {
      if (++commands === 10) killed = bench.stack.killDaemon()
    }
    expect(await readCardThrough(bench.readers, { photo: true, onExchange })).toEqual({ problem: { kind: 'no-reader' } })
    await killed
    await bench.stack.startDaemon()
    await bench.readers.waitForCard({ timeoutMs: 15_000 })
    expect(await readCardThrough(bench.readers, { photo: true })).toMatchObject({ card: someone.data })
  })

  it('are opened without a daemon, and appear when it starts', async () => {
    await bench.stack.killDaemon()
    const readers = await PcscReaders.open()
    expect(readers.list()).toEqual([])
    expect(readers.problem).toContain('not running')
    await bench.stack.startDaemon()
    await until(() => readers.list().length === slotNames.length, 'the readers do not appear')
    expect(readers.problem).toBeUndefined()
    readers.close()
  })
})
