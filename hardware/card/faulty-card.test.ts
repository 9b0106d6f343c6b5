import { describe, expect, it } from 'vitest'
import { ordinary } from '../../fixtures/cards/people.ts'
import { chipOf } from '../cards.ts'
import { applets } from './applets.ts'
import { type Card, PulledOut } from './card.ts'
import type { CardFault } from './faults.ts'

const select = Buffer.from(`00a4040008${applets.citizen}`, 'hex')
const readPid = Buffer.from('80b0000402000d', 'hex')
const getPid = Buffer.from('00c000000d', 'hex')
const pid = `${Buffer.from(ordinary.data.pid).toString('hex')}9000`

const withFault = (fault?: CardFault, seed?: string) => chipOf(ordinary, fault, seed)

/** Answers to the three commands of a read; `out` where the card leaves. */
async function answers(card: Card): Promise<string[]> {
  const all: string[] = []
  for (const command of [select, readPid, getPid]) {
    try {
      all.push(Buffer.from(await card.transmit(command)).toString('hex'))
    } catch (error) {
      all.push(error instanceof PulledOut ? 'out' : 'broken')
    }
  }
  return all
}

describe('A card with a fault', () => {
  it('answers one command with a status word, and the others as ever', async () => {
    expect(await answers(withFault({ kind: 'status-word', at_apdu: 2, status_word: '6A86' }))).toEqual(['610a', '6a86', pid])
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
