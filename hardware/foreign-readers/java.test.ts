import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { isThaiCard, type NamedCard } from '../cards.ts'
import { missingPcsc, PcscStack, slotNames } from '../testing/pcsc-stack.ts'
import { paddedPhoto, withSpaces } from './expectations.ts'
import { missing, ReaderProcess } from './reader-process.ts'

const java = '/usr/bin/java'
/** Java looks for it under another name. */
const library = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/libpcsclite.so.1`
const absent = missingPcsc ?? missing('Java', [java, library], 'apt-get install default-jdk-headless libpcsclite1')

/** The program looks at the status word, so it throws where there is no Thai ID card; it has no trouble with odd values, which it shows as they are. */
function expected(card: NamedCard) {
  if (!isThaiCard(card)) return { problem: '6A82' }
  const { data } = card
  return {
    pid: data.pid,
    thaiName: withSpaces(data.thaiName),
    englishName: withSpaces(data.englishName),
    birthDate: data.birthDate,
    sex: String(data.sex),
    issuer: data.issuer,
    issueDate: data.issueDate,
    expiryDate: data.expiryDate,
    // Read as 100 bytes; empty parts are swallowed.
    address: Object.values(data.address).join('#').slice(0, 100).replace(/#+/g, ' ').trim(),
    photo: paddedPhoto(data.photo, 5100).toString('base64'),
  }
}

describe.runIf(!absent)('A Java program over javax.smartcardio', () => {
  let stack: PcscStack
  let reader: ReaderProcess
  beforeAll(async () => {
    stack = await PcscStack.start()
    const program = join(import.meta.dirname, 'ReadCards.java')
    reader = new ReaderProcess(stack, java, [`-Dsun.security.smartcardio.library=${library}`, program, slotNames[0]])
  })
  afterAll(async () => {
    await reader?.close()
    await stack?.close()
  })

  it.each(demoCards.map((card) => [card.card, card] as const))('reads the card "%s"', { timeout: 60_000 }, async (_, card) => {
    expect(await reader.read(card)).toEqual(expected(card))
  })
})
