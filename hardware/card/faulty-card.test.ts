import { describe, expect, it } from 'vitest'
import { ordinary } from '../../fixtures/cards/people.ts'
import { chipOf } from '../cards.ts'
import { applets } from './applets.ts'
import { CommandLost, PulledOut } from './card.ts'
import type { CardFault } from './faults.ts'
import type { FaultyCard } from './faulty-card.ts'

const select = Buffer.from(`00a4040008${applets.citizen}`, 'hex')
const readPid = Buffer.from('80b0000402000d', 'hex')
const getPid = Buffer.from('00c000000d', 'hex')
const pid = `${Buffer.from(ordinary.data.pid).toString('hex')}9000`

const withFault = (fault?: CardFault, seed?: string) => chipOf(ordinary, fault, { seed })

/** Answers to commands, usually the three of a read; `out` where the card leaves, `lost` where the command did not arrive. */
async function answers(card: FaultyCard, commands: readonly Uint8Array[] = [select, readPid, getPid]): Promise<string[]> {
  const all: string[] = []
  for (const command of commands) {
    try {
      all.push(Buffer.from(await card.transmit(command)).toString('hex'))
    } catch (error) {
      all.push(error instanceof PulledOut ? 'out' : error instanceof CommandLost ? 'lost' : 'broken')
    }
  }
  return all
}

describe('A card with a fault', () => {
  it('refuses one command with a status word, and answers the others as ever', async () => {
    const refused = withFault({ kind: 'status-word', at_apdu: 2, status_word: '6A86' })
    expect(await answers(refused, [select, readPid, readPid, getPid])).toEqual(['610a', '6a86', '610d', pid])
  })

  it.each(['status-word', 'communication-error'] as const)(
    '%s: has not carried out what it strikes, and leaves nothing waiting',
    async (kind) => {
      const struck = kind === 'status-word' ? '6f00' : 'lost'
      const at = (at_apdu: number) => withFault({ kind, at_apdu, status_word: '6F00' } as CardFault)
      expect(await answers(at(1)), 'SELECT: nothing is selected').toEqual([struck, '6d00', '6985'])
      expect(await answers(at(2)), 'READ: there is nothing to fetch').toEqual(['610a', struck, '6985'])
      expect(await answers(at(3), [select, readPid, getPid, getPid]), 'GET RESPONSE: it waits no more').toEqual([
        '610a',
        '610d',
        struck,
        '6985',
      ])
      const selectRights = Buffer.from(`00a4040008${applets.rights}`, 'hex')
      expect(await answers(at(2), [select, selectRights, readPid, getPid]), 'the applet before is still selected').toEqual([
        '610a',
        struck,
        '610d',
        pid,
      ])
    },
  )

  it('happens once, or so many times, where it is told to: whoever tries again gets through', async () => {
    const reads = async (times?: number) => {
      const card = withFault({ kind: 'status-word', at_apdu: 2, status_word: '6F00', ...(times && { times }) })
      const seen: string[] = []
      for (let read = 0; read < 4; read++) {
        card.reset()
        seen.push((await answers(card))[1]!)
      }
      return seen
    }
    expect(await reads(1)).toEqual(['6f00', '610d', '610d', '610d'])
    expect(await reads(2)).toEqual(['6f00', '6f00', '610d', '610d'])
    expect(await reads()).toEqual(['6f00', '6f00', '6f00', '6f00'])
  })

  it('may be counted from the insertion, over resets', async () => {
    const card = withFault({ kind: 'garbage', at_apdu: 5, count_from: 'insertion' })
    expect(await answers(card)).toEqual(['610a', '610d', pid])
    card.reset()
    expect((await answers(card))[1]).not.toBe('610d')
    card.reset()
    expect(await answers(card)).toEqual(['610a', '610d', pid])
  })

  it.each<CardFault>([
    { kind: 'mute' },
    { kind: 'slow', apdu_ms: 1 },
    { kind: 'settling', settle_ms: 1 },
    { kind: 'pulled-out', at_apdu: 1 },
    { kind: 'status-word', at_apdu: 1, status_word: '6F00' },
    { kind: 'communication-error', at_apdu: 1 },
    { kind: 'garbage', at_apdu: 1 },
    { kind: 'photo-cut-short', photo_bytes: 10 },
    { kind: 'in-use' },
  ])('goes on where it was when $kind is put on it or lifted: selected, and with what waits', async (fault) => {
    const card = withFault()
    expect(await answers(card, [select, readPid])).toEqual(['610a', '610d'])
    await new Promise((resolve) => setTimeout(resolve, 5))
    card.fault = fault
    expect(await answers(card, [getPid, readPid])).toEqual([pid, '610d'])
    card.fault = undefined
    expect(await answers(card, [getPid])).toEqual([pid])
  })

  it('takes no command for a time after it was put in where it has to settle', async () => {
    const card = withFault({ kind: 'settling', settle_ms: 60 })
    card.inserted()
    expect(await answers(card)).toEqual(['lost', 'lost', 'lost'])
    await new Promise((resolve) => setTimeout(resolve, 90))
    expect(await answers(card)).toEqual(['610a', '610d', pid])
  })

  it('counts anew after a reset', async () => {
    const card = withFault({ kind: 'status-word', at_apdu: 3, status_word: '6A86' })
    expect(await answers(card)).toEqual(['610a', '610d', '6a86'])
    expect(await answers(card)).toEqual(['610a', '610d', pid])
    card.reset()
    expect(await answers(card)).toEqual(['610a', '610d', '6a86'])
  })

  it('leaves instead of answering, and has heard nothing of the command', async () => {
    expect(await answers(withFault({ kind: 'pulled-out', at_apdu: 2 }))).toEqual(['610a', 'out', '6c0a'])
  })

  it('answers garbage as long as the answer: the same for the same seed, other for another', async () => {
    const garbage = async (seed: string) => (await answers(withFault({ kind: 'garbage', at_apdu: 3 }, seed))).at(-1)!
    expect(await garbage('one')).toHaveLength(pid.length)
    expect(await garbage('one')).toBe(await garbage('one'))
    expect(new Set([await garbage('one'), await garbage('two'), pid]).size).toBe(3)
  })

  it('has no answer to reset where it is mute', () => {
    expect(withFault({ kind: 'mute' }).atr).toEqual(Uint8Array.of(0))
    expect(withFault().atr).toHaveLength(14)
  })

  it('takes its time with each command where it is slow', async () => {
    const card = withFault({ kind: 'slow', apdu_ms: 20 })
    const begun = performance.now()
    expect(await answers(card)).toEqual(['610a', '610d', pid])
    expect(performance.now() - begun).toBeGreaterThan(55)
  })

  it('has padding where its photo was cut short', async () => {
    const card = withFault({ kind: 'photo-cut-short', photo_bytes: 10 })
    await card.transmit(select)
    await card.transmit(Buffer.from('80b0017b020014', 'hex'))
    const answer = Buffer.from(await card.transmit(Buffer.from('00c0000014', 'hex')))
    expect(answer.subarray(0, 10).equals(ordinary.data.photo.subarray(0, 10))).toBe(true)
    expect(answer.subarray(10, 20).toString()).toBe(' '.repeat(10))
  })
})
