import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import type { CardName } from '../card/card-data.ts'
import { isThaiCard, type NamedCard } from '../cards.ts'
import { missingPcsc, PcscStack } from '../testing/pcsc-stack.ts'
import { paddedPhoto, partsOf } from './expectations.ts'
import { missing, ReaderProcess } from './reader-process.ts'

const program = join(import.meta.dirname, 'privage', 'read-cards.cjs')
const installed = join(import.meta.dirname, 'privage', 'node_modules', 'pcsclite', 'build', 'Release', 'pcsclite.node')
const absent =
  missingPcsc ??
  missing(
    '@privageapp/thai-national-id-reader',
    [installed],
    'apt-get install g++ make python3 libpcsclite-dev, then hardware/foreign-readers/install.sh',
  )

/** It looks at no status word, and makes nonsense of what it does not expect. */
function expected(card: NamedCard) {
  if (!isThaiCard(card)) return { problem: "TypeError: Cannot read properties of undefined (reading 'slice')" }
  const { data } = card
  const words = wordsOf(data.thaiName, data.englishName, `${data.birthDate.padEnd(8)}${data.sex}`)
  const birth = words[6]!
  return {
    citizenId: data.pid,
    titleTH: words[0],
    firstNameTH: words[1],
    lastNameTH: words[2],
    titleEN: words[3],
    firstNameEN: words[4],
    lastNameEN: words[5],
    birthday: christian(birth.slice(0, -1)),
    gender: { 1: 'male', 2: 'female' }[birth.slice(-1)] ?? 'other',
    // Read as 100 bytes.
    address: Object.values(data.address).join('#').slice(0, 100).replaceAll('#', ' ').split(' ').filter(Boolean).join(' '),
    issue: christian(data.issueDate),
    expire: christian(data.expiryDate.padEnd(8)),
    photo: `data:image/jpeg;base64,${paddedPhoto(data.photo, 5118).toString('base64')}`,
  }
}

/** It counts words: a middle name moves all that follows it, and a year of birth alone stands apart from the sex. */
const wordsOf = (thai: CardName, english: CardName, rest: string) =>
  [...partsOf(thai), ...partsOf(english), ...rest.split(' ')].join(' ').split(' ').filter(Boolean)

/** 543 years less, whatever the text is. */
const christian = (date: string) => `${Number.parseInt(String(Number(date.slice(0, 4)) - 543), 10)}-${date.slice(4, 6)}-${date.slice(6, 8)}`

describe.runIf(!absent)('@privageapp/thai-national-id-reader, over pcsclite', () => {
  let stack: PcscStack
  let reader: ReaderProcess
  beforeAll(async () => {
    stack = await PcscStack.start()
    reader = new ReaderProcess(stack, process.execPath, [program])
  })
  afterAll(async () => {
    await reader?.close()
    await stack?.close()
  })

  it.each(demoCards.map((card) => [card.card, card] as const))('reads the card "%s"', { timeout: 60_000 }, async (_, card) => {
    expect(await reader.read(card)).toEqual(expected(card))
  })
})
