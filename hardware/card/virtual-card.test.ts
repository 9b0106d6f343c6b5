import { describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { isThaiCard } from '../cards.ts'
import { atrBytes } from './answers-to-reset.ts'
import { applets } from './applets.ts'
import { citizenFile, rightsFile } from './layout.ts'
import { type ChipFiles, personalise } from './personalise.ts'
import { statusWords } from './status-words.ts'
import { VirtualCard } from './virtual-card.ts'

const [first] = demoCards.filter(isThaiCard)
const files = personalise(first!) as Required<{ [File in keyof ChipFiles]: Uint8Array }>
const newCard = () => new VirtualCard(atrBytes(first!.atr), files)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const send = (card: VirtualCard, command: string) => hex(card.transmit(Buffer.from(command.replaceAll(' ', ''), 'hex')))
const select = (applet: keyof typeof applets) => `00a4040008${applets[applet]}`
const digits = (value: number, bytes: number) => value.toString(16).padStart(bytes * 2, '0')
const read = (offset: number, length: number) => `80b0${digits(offset, 2)}02${digits(length, 2)}`
const pid = hex(files.citizen.subarray(4, 17))

/** What is sent after a reset, in order, and the answer to the last. */
const answers: [what: string, commands: string[], answer: string][] = [
  ['SELECT offers ten bytes', [select('citizen')], '610a'],
  ['SELECT with a trailing Le is the same', [`${select('citizen')}00`], '610a'],
  ['SELECT of the old applet is refused', ['00a4040008a000000054480011'], '6a82'],
  ['SELECT of which bytes are missing is refused', ['00a4040008a00000'], '6700'],
  ['SELECT with another P1 is refused', ['00a4000008a000000054480001'], '6a86'],
  ['the card manager says its length', ['00a4040000'], '6c12'],
  ['the card manager is given at its length', ['00a4040012'], '6f108408a000000003000000a5049f6501ff9000'],
  ['READ offers what it was asked for', [select('citizen'), read(4, 13)], '610d'],
  ['READ with a trailing Le is the same', [select('citizen'), `${read(4, 13)}0d`], '610d'],
  ['READ of 256 offers 00', [select('citizen'), read(0x1627, 256)], '6100'],
  ['READ of none is refused', [select('citizen'), read(4, 0)], '6700'],
  ['READ of 257 is refused', [select('citizen'), read(4, 257)], '6700'],
  ['READ behind the file is refused', [select('citizen'), read(citizenFile.size - 1, 2)], '6b00'],
  ['READ before SELECT is refused', [read(4, 13)], '6d00'],
  ['B1, the READ of old cards, is refused', [select('citizen'), '80b1000402000d'], '6d00'],
  ['GET RESPONSE with class 00', [select('citizen'), read(4, 13), '00c000000d'], `${pid}9000`],
  ['GET RESPONSE with class 80', [select('citizen'), read(4, 13), '80c000000d'], `${pid}9000`],
  ['GET RESPONSE with P2 01', [select('citizen'), read(4, 13), '00c000010d'], `${pid}9000`],
  ['GET RESPONSE with P2 02 is refused', [select('citizen'), read(4, 13), '00c000020d'], '6a86'],
  ['GET RESPONSE of less says what is left', [select('citizen'), read(4, 13), '00c0000004'], `${pid.slice(0, 8)}6109`],
  ['GET RESPONSE gives what is left', [select('citizen'), read(4, 13), '00c0000004', '00c0000009'], `${pid.slice(8)}9000`],
  ['GET RESPONSE of more says the length', [select('citizen'), read(4, 13), '00c000000e'], '6c0d'],
  ['GET RESPONSE after 6C still has it', [select('citizen'), read(4, 13), '00c0000000', '00c000000d'], `${pid}9000`],
  ['GET RESPONSE twice has nothing', [select('citizen'), read(4, 13), '00c000000d', '00c000000d'], '6985'],
  ['a new command drops what waits', [select('citizen'), read(4, 13), '80b1000000', '00c000000d'], '6985'],
  ['an unknown class drops what waits', [select('citizen'), read(4, 13), 'ffca000000', '00c000000d'], '6985'],
  ['a class that is neither 00 nor 80 is refused', ['90a4040000'], '6e00'],
  ['three bytes are refused', ['00a404'], '6700'],
  ['GET DATA says its length', ['80ca9f7f00'], `6c${digits(files.production.length, 1)}`],
  ['GET DATA of its length', [`80ca9f7f${digits(files.production.length, 1)}`], `${hex(files.production)}9000`],
  ['GET DATA of another tag is refused', ['80ca006600'], '6a88'],
  ['the laser number at its length', [select('laser'), `80000000${digits(files.laser.length, 1)}`], `${hex(files.laser)}9000`],
  ['the laser number says its length', [select('laser'), '8000000000'], `6c${digits(files.laser.length, 1)}`],
  [
    'the laser number in parts',
    [select('laser'), '8000000007'],
    `${hex(files.laser.subarray(0, 7))}61${digits(files.laser.length - 7, 1)}`,
  ],
]

/** Four ways in which readers take the photo (public readers); the last two begin with its length, or go by it. */
const photoReads: [reader: string, pieces: [offset: number, length: number][], skipped: number][] = [
  ['20 reads of 255', Array.from({ length: 20 }, (_, part) => [0x017b + part * 255, 255]), 0],
  [
    '20 reads of 254 and one of 38',
    [...Array.from({ length: 20 }, (_, part): [number, number] => [379 + part * 254, 254]), [379 + 20 * 254, 38]],
    0,
  ],
  [
    '25 reads of 200 from the length on, and one of 120',
    [...Array.from({ length: 25 }, (_, part): [number, number] => [0x0179 + part * 200, 200]), [0x1501, 0x78]],
    2,
  ],
  [
    'reads of 250, as long as the length says',
    Array.from({ length: Math.ceil(first!.data.photo.length / 250) }, (_, part) => [0x017b + part * 250, 250]),
    0,
  ],
]

describe('The card', () => {
  it.each(photoReads)('gives the same photo by %s', (_reader, pieces, skipped) => {
    const card = newCard()
    send(card, select('citizen'))
    const parts = pieces.map(([offset, length]) => {
      expect(send(card, read(offset, length))).toBe(`61${digits(length, 1)}`)
      return Buffer.from(send(card, `00c00000${digits(length, 1)}`), 'hex').subarray(0, -2)
    })
    const bytes = Buffer.concat(parts)
    expect(bytes.subarray(skipped, skipped + first!.data.photo.length).equals(first!.data.photo)).toBe(true)
    if (skipped === 2) expect(bytes.readUInt16BE(0)).toBe(first!.data.photo.length)
  })

  it('answers with every status word of the table, and with no other', () => {
    const given = new Set(
      answers.map(([, commands]) =>
        commands
          .reduce((card, command) => Object.assign(card, { last: send(card, command) }), Object.assign(newCard(), { last: '' }))
          .last.slice(-4),
      ),
    )
    const listed = Object.values(statusWords).map(({ code }) => code.toString(16))
    const played = statusWords.notInTheTrace.code.toString(16)
    expect([...given].filter((word) => !/^6[1c]/.test(word)).sort()).toEqual(listed.filter((word) => word !== played).sort())
  })

  it.each(answers)('%s', (_, commands, answer) => {
    const card = newCard()
    expect(commands.map((command) => send(card, command)).at(-1)).toBe(answer)
  })

  it('forgets on reset what was selected and what waits', () => {
    const card = newCard()
    send(card, select('citizen'))
    send(card, read(4, 13))
    card.reset()
    expect(send(card, '00c000000d')).toBe('6985')
    expect(send(card, read(4, 13))).toBe('6d00')
  })

  it.each([
    ['citizen', citizenFile.size],
    ['rights', rightsFile.size],
  ] as const)('gives the bytes of the %s applet at any offset, for any length from 1 to 256', (applet, size) => {
    const card = newCard()
    send(card, select(applet))
    for (let offset = 0; offset < size; offset += 37) {
      for (const length of [1, 2, 13, 100, 254, 255, 256].filter((length) => offset + length <= size)) {
        expect(send(card, read(offset, length))).toBe(`61${digits(length & 0xff, 1)}`)
        const answer = send(card, `00c00000${digits(length & 0xff, 1)}`)
        expect(answer, `${length} at ${offset}`).toBe(`${hex(files[applet].subarray(offset, offset + length))}9000`)
      }
    }
  })
})
