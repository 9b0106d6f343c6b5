import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { middleName, ordinary } from '../../fixtures/cards/people.ts'
import { chipOf, isThaiCard } from '../cards.ts'
import { readIdCard, readOtherApplets } from '../reader/read-id-card.ts'
import { formatTrace } from './format.ts'
import { parseTrace, TraceProblem } from './parse.ts'
import { pseudonymise } from './pseudonyms.ts'
import { wholeRead } from './testing/whole-read.ts'
import { recorded, type Step, type Trace } from './trace.ts'
import { TraceCard } from './trace-card.ts'

const thaiCards = demoCards.filter(isThaiCard)
const synthetic = { pseudonymised: false }

describe('A trace', () => {
  it('is a text that a person can read', async () => {
    const trace = await wholeRead(chipOf(ordinary))
    await expect(formatTrace(trace, { ...synthetic, reader: 'Virtual PCD 00 00' })).toMatchFileSnapshot('testing/golden/ordinary.apdu')
  })

  it.each(thaiCards.map((card) => [card.card, card] as const))(
    'of %s comes back from its text, and plays as the card',
    async (_name, card) => {
      const trace = await wholeRead(chipOf(card))
      const back = parseTrace(formatTrace(trace, synthetic))
      expect(back).toEqual(trace)
      const played = new TraceCard(back)
      played.reset()
      const transmit = (command: Uint8Array) => played.transmit(command)
      const { rights, laser, chipId, data } = card
      expect(await readOtherApplets(transmit, played.atr)).toEqual({ rights, laser, chipId })
      expect(await readIdCard(transmit, { atr: played.atr, photo: true })).toEqual(data)
    },
  )

  it('comes back whatever is in it', () => {
    const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength })
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.constant({ kind: 'reset' } as const),
      fc.record({ kind: fc.constant('exchange' as const), command: bytes(4, 262), answer: bytes(2, 258) }),
    )
    fc.assert(
      fc.property(bytes(2, 33), fc.array(step), fc.string(), (atr, steps, reader) => {
        const trace: Trace = { atr, steps }
        expect(parseTrace(formatTrace(trace, { ...synthetic, reader }))).toEqual(trace)
      }),
    )
  })

  it('may be written by hand: small letters, no spaces, comments, Windows line ends, a byte order mark', () => {
    expect(parseTrace('\uFEFF# mine\r\natr 3b00\r\n\r\nreset\r\n>00A40400 # select\r\n< 6d00\r\n')).toEqual({
      atr: Uint8Array.of(0x3b, 0),
      steps: [{ kind: 'reset' }, { kind: 'exchange', command: Uint8Array.of(0, 0xa4, 4, 0), answer: Uint8Array.of(0x6d, 0) }],
    })
  })

  it.each([
    ['', 1, 'there is no ATR: is it a trace?'],
    ['> 00A40400\n< 6D00', 1, 'a trace begins with ATR'],
    ['ATR 3B00\nATR 3B00', 2, 'there is an ATR already: a trace is of one card'],
    ['ATR 3B00\n\n> 00A40400\n', 4, 'the last command has no answer'],
    ['ATR 3B00\n> 00A40400\n> 00A40400', 3, 'the command above has no answer'],
    ['ATR 3B00\n< 9000', 2, 'an answer without a command'],
    ['ATR 3B00\n> 00A4', 2, '2 bytes; from 4 to 262 are possible'],
    ['ATR 3B00\n> 00A4040', 2, '“00A4040” is not made of hexadecimal bytes'],
    ['ATR 3B00\n> 00A40400\n< 90', 3, '1 bytes; from 2 to 258 are possible'],
    ['ATR 3B00\nRESET now', 2, 'RESET stands alone'],
    ['{"log":{}}', 1, '“{"log":{}}” is none of ATR, RESET, > and <'],
  ])('that cannot be read is refused with the line and the reason: %j', (text, line, reason) => {
    expect(() => parseTrace(text)).toThrow(new TraceProblem(line, reason))
  })

  it('played to a reader that asks something else says so by a status word', async () => {
    const played = new TraceCard(await wholeRead(chipOf(ordinary)))
    expect(played.transmit(Uint8Array.of(0x80, 0xb0, 0x00, 0x05, 0x02, 0x00, 0x0c))).toEqual(Uint8Array.of(0x6f, 0x00))
  })

  it('plays to a reader that asks in another order', async () => {
    const played = new TraceCard(await wholeRead(chipOf(middleName)))
    const transmit = (command: Uint8Array) => played.transmit(command)
    expect((await readIdCard(transmit, { atr: played.atr, photo: false })).pid).toBe(middleName.data.pid)
    expect((await readIdCard(transmit, { atr: played.atr, photo: true })).photo).toEqual(middleName.data.photo)
  })

  it('is recorded while a card is used, resets too', async () => {
    const steps: Step[] = []
    const card = recorded(chipOf(ordinary), (step) => steps.push(step))
    card.reset()
    await card.transmit(Uint8Array.of(0x00, 0xa4, 0x04, 0x00))
    expect(formatTrace({ atr: card.atr, steps }, synthetic).split('\n').slice(2)).toEqual([
      'ATR 3B 79 96 00 00 54 48 20 4E 49 44 20 31 37',
      'RESET',
      '> 00 A4 04 00  # SELECT card manager',
      '< 6C 12',
      '',
    ])
  })

  it('that was pseudonymised says so', async () => {
    const text = formatTrace(pseudonymise(await wholeRead(chipOf(ordinary)), new Uint8Array(32)), { pseudonymised: true })
    expect(text).toContain('# What is personal was replaced by stand-ins of the same form')
    expect(text).not.toContain('สมศรี')
  })
})
