import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { isThaiCard, type NamedCard } from '../cards.ts'
import { missingPcsc, PcscStack, slotNames } from '../testing/pcsc-stack.ts'
import { partsOf } from './expectations.ts'
import { missing, ReaderProcess } from './reader-process.ts'

/** Debian's, which has python3-pyscard. */
const python = '/usr/bin/python3'
const absent = missingPcsc ?? missing('pyscard', [python, '/usr/lib/python3/dist-packages/smartcard'], 'apt-get install python3-pyscard')

/** 543 years less, also where there is no such day: 9456-99-99 never comes, 1960-00-00 never was. */
const christian = (date: string) => `${String(Number(date.slice(0, 4)) - 543).padStart(4, '0')}-${date.slice(4, 6)}-${date.slice(6, 8)}`

/** It does not look at status words: what is no Thai ID card gives it no text where a date should be. A blank date does the same. */
function expected(card: NamedCard) {
  if (!isThaiCard(card)) return { problem: 'ValueError' }
  const { data } = card
  if ([data.birthDate, data.issueDate, data.expiryDate].includes('')) return { problem: 'ValueError' }
  return {
    pid: data.pid,
    thaiName: partsOf(data.thaiName),
    englishName: partsOf(data.englishName),
    birthDate: christian(data.birthDate),
    sex: String(data.sex),
    issueDate: christian(data.issueDate),
    expiryDate: christian(data.expiryDate),
    address: Object.values(data.address).filter((part) => part !== ''),
    photo: Buffer.from(data.photo).toString('base64'),
  }
}

describe.runIf(!absent)('A Python program over pyscard', () => {
  let stack: PcscStack
  let reader: ReaderProcess
  beforeAll(async () => {
    stack = await PcscStack.start()
    reader = new ReaderProcess(stack, python, [join(import.meta.dirname, 'read_cards.py'), slotNames[0]])
  })
  afterAll(async () => {
    await reader?.close()
    await stack?.close()
  })

  it.each(demoCards.map((card) => [card.card, card] as const))('reads the card "%s"', { timeout: 60_000 }, async (_, card) => {
    expect(await reader.read(card)).toEqual(expected(card))
  })
})
