import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { applets } from '../card/applets.ts'
import { type ChipFiles, personalise } from '../card/personalise.ts'
import { chipOf, isThaiCard, type NamedCard } from '../cards.ts'
import { missingPcsc, PcscStack, slotNames } from '../testing/pcsc-stack.ts'
import { VpcdSlot } from '../vpcd/slot.ts'
import { missing } from './reader-process.ts'

const absent = missingPcsc ?? missing('scriptor', ['/usr/bin/scriptor'], 'apt-get install pcsc-tools')
const [reader] = slotNames

const hex = (...bytes: number[]) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
const select = (applet: keyof typeof applets) => `00 a4 04 00 08 ${applets[applet].replaceAll(/..(?=.)/g, '$& ')}`

/** READ and GET RESPONSE for a whole file, in pieces of up to 255 bytes. */
const readAll = (size: number) =>
  Array.from({ length: Math.ceil(size / 255) }, (_, piece) => {
    const [offset, length] = [piece * 255, Math.min(255, size - piece * 255)]
    return [hex(0x80, 0xb0, offset >> 8, offset & 0xff, 0x02, 0x00, length), hex(0x00, 0xc0, 0x00, 0x00, length)]
  }).flat()

/** Old chips and cards without NHSO data have some of it only. */
const wholeCards = demoCards.filter(isThaiCard).filter(({ rights, laser, chipId }) => rights && laser && chipId)

const commands = [
  '80 ca 9f 7f 2d',
  select('citizen'),
  ...readAll(5950),
  select('rights'),
  ...readAll(350),
  select('laser'),
  '80 00 00 00 07',
  '00 c0 00 00 10',
]

describe.skipIf(absent !== undefined)('scriptor, which shows every byte', () => {
  let stack: PcscStack
  let slot: VpcdSlot
  beforeAll(async () => {
    stack = await PcscStack.start()
    slot = new VpcdSlot(stack.slot(0))
  })
  afterAll(async () => {
    slot?.remove()
    await stack?.close()
  })

  /** The answers to the commands; none where there is no card yet. */
  async function answers(): Promise<Buffer[]> {
    const scriptor = spawn('scriptor', ['-r', reader], {
      env: { ...process.env, ...stack.environment },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    let output = ''
    scriptor.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    scriptor.stdin.on('error', () => {})
    scriptor.stdin.end(`${commands.join('\n')}\n`)
    await once(scriptor, 'close')
    // Long answers go over several lines.
    return [...output.matchAll(/^< ([0-9A-F\s]+?) :/gm)].map(([, bytes]) => Buffer.from(bytes!.replaceAll(/\s/g, ''), 'hex'))
  }

  async function read(card: NamedCard): Promise<Buffer[]> {
    slot.insert(chipOf(card))
    for (let turn = 0; turn < 100; turn++) {
      const found = await answers()
      if (found.length > 0) return found
      await wait(100)
    }
    throw new Error('The card was not seen')
  }

  it.each(wholeCards.map((card) => [card.card, card] as const))(
    'gets all files of "%s" as they were written',
    { timeout: 60_000 },
    async (_, card) => {
      const files = personalise(card) as Required<{ [File in keyof ChipFiles]: Uint8Array }>
      const all = await read(card)
      slot.remove()
      expect(all.map((answer) => answer.subarray(-2).toString('hex')).filter((word) => word !== '9000' && !word.startsWith('61'))).toEqual(
        [],
      )
      const data = Buffer.concat(all.map((answer) => answer.subarray(0, -2)))
      const written = Buffer.concat([files.production, files.citizen, files.rights, files.laser])
      expect(data.length).toBe(written.length)
      expect(data.equals(written)).toBe(true)
    },
  )

  it.each([
    [
      'atr-th-nid-9',
      {
        '80 ca 9f 7f 2d': '6a88',
        [select('citizen')]: '610a',
        [select('rights')]: '610a',
        [select('laser')]: '6a82',
        '80 00 00 00 07': '6d00',
      },
    ],
    ['no-nhso-data', { [select('citizen')]: '610a', [select('rights')]: '6a82', [select('laser')]: '610a' }],
  ])('is told by the card "%s" what is not on it', { timeout: 60_000 }, async (name, expected) => {
    const all = await read(demoCards.find(({ card }) => card === name)!)
    slot.remove()
    const told = Object.keys(expected).map((command) => [command, all[commands.indexOf(command)]!.toString('hex')])
    expect(Object.fromEntries(told)).toEqual(expected)
  })

  it('gets nothing but refusals from a card of something else', async () => {
    const all = await read(demoCards.find((card) => !isThaiCard(card))!)
    slot.remove()
    expect(new Set(all.map((answer) => answer.toString('hex')))).toEqual(new Set(['6a82', '6d00']))
  })
})
