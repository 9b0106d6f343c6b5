import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { longAddress, ordinary } from '../../fixtures/cards/people.ts'
import { drawnFace } from '../../fixtures/cards/photo.ts'
import { isCitizenId } from '../../src/upstream/schema.ts'
import { applets } from '../card/applets.ts'
import type { Card } from '../card/card.ts'
import type { CardData } from '../card/card-data.ts'
import { citizenFile } from '../card/layout.ts'
import { chipOf, isThaiCard, type ThaiCard } from '../cards.ts'
import { exchange } from '../reader/exchange.ts'
import { readIdCard, readOtherApplets } from '../reader/read-id-card.ts'
import { formatTrace } from './format.ts'
import { pseudonymise } from './pseudonyms.ts'
import { wholeRead } from './testing/whole-read.ts'
import { recorded, type Step, type Trace } from './trace.ts'
import { TraceCard } from './trace-card.ts'

const thaiCards = demoCards.filter(isThaiCard)
const key = new Uint8Array(32).fill(7)

async function readBack(trace: Trace): Promise<CardData & { photo: Uint8Array }> {
  const card = new TraceCard(trace)
  return (await readIdCard((command) => card.transmit(command), { atr: card.atr, photo: true })) as CardData & { photo: Uint8Array }
}

/** What every digit, letter and consonant is turned into, so that only the form is left. */
const form = (text: string) => text.replaceAll(/\d/g, '0').replaceAll(/[A-Z]/g, 'A').replaceAll(/[a-z]/g, 'a').replaceAll(/[ก-ฮ]/g, 'ก')

describe('A trace without its person', () => {
  it.each(thaiCards.map((card) => [card.card, card] as const))('has the form of %s, and plays', async (_name, { data }) => {
    const standIn = await readBack(pseudonymise(await wholeRead(chipOf(thaiCards.find((card) => card.data === data)!)), key))
    expect(standIn.pid).toMatch(/^[1-8]9999\d{8}$/)
    expect(standIn.pid).not.toBe(data.pid)
    expect(isCitizenId(standIn.pid)).toBe(isCitizenId(data.pid))
    for (const name of ['thaiName', 'englishName'] as const) {
      expect(standIn[name].title, 'a common title').toBe(data[name].title)
      for (const part of ['first', 'middle', 'last'] as const) {
        expect(form(standIn[name][part] ?? '-')).toBe(form(data[name][part] ?? '-'))
        if ((data[name][part] ?? '') !== '') expect(standIn[name][part]).not.toBe(data[name][part])
      }
    }
    for (const date of ['birthDate', 'issueDate', 'expiryDate'] as const) {
      expect(standIn[date].length).toBe(data[date].length)
      expect(standIn[date].slice(0, 4)).toBe(data[date].slice(0, 4))
      if (/^(?!9{8})\d{4}(0[1-9]|1[0-2])\d\d$/.test(data[date])) expect(standIn[date]).not.toBe(data[date])
      else expect(standIn[date].slice(4, 6)).toBe(data[date].slice(4, 6))
    }
    expect(Object.values(standIn.address).map((part) => form(part).length)).toEqual(Object.values(data.address).map((part) => part.length))
    expect(standIn.address.province.startsWith('จังหวัด')).toBe(data.address.province.startsWith('จังหวัด'))
    expect(standIn.photo.length).toBe(data.photo.length)
    expect([standIn.sex, standIn.cardType]).toEqual([data.sex, data.cardType])
  })

  it('has nothing left of what was in the fields, however the card was read', async () => {
    const people = fc.record({
      pid: fc.stringMatching(/^[1-8]\d{12}$/),
      first: fc.stringMatching(/^[ก-ฮ]{3,12}$/),
      last: fc.stringMatching(/^[ก-ฮ]{3,12}$/),
      english: fc.stringMatching(/^[A-Z][a-z]{2,12}$/),
      birthDate: fc.stringMatching(/^25[0-4]\d(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])$/),
      requestNumber: fc.stringMatching(/^\d{4}-\d{2}-\d{6}$/),
      house: fc.stringMatching(/^\d{4}\/\d{4}$/),
      road: fc.stringMatching(/^ถนน[ก-ฮ]{4,20}$/),
      photoNumber: fc.stringMatching(/^\d{14}$/),
      laser: fc.stringMatching(/^[A-Z]{2}\d{10}$/),
      chipId: fc.stringMatching(/^[0-9a-f]{16}$/),
    })
    const chunks = fc.array(
      fc.record({ offset: fc.integer({ min: 0, max: citizenFile.size - 1 }), length: fc.integer({ min: 1, max: 256 }) }),
      {
        maxLength: 40,
      },
    )
    await fc.assert(
      fc.asyncProperty(people, chunks, fc.boolean(), async (person, reads, whole) => {
        const card = cardOf(person)
        const trace = whole ? await wholeRead(chipOf(card)) : await read(chipOf(card), reads)
        const secret = pseudonymise(trace, randomBytes(32))
        const text = everythingSaid(secret)
        const runs = [
          person.pid,
          person.requestNumber,
          person.house,
          person.photoNumber,
          person.laser.slice(2),
          person.first,
          person.last,
          person.road.slice(3),
        ]
        for (const run of runs) expect(text).not.toContain(run)
        expect(text).not.toContain(Buffer.from(person.chipId, 'hex').toString('latin1'))
        expect(lengths(secret), 'it is as long as before').toEqual(lengths(trace))
      }),
      { numRuns: 150 },
    )
  })

  it('gives the same stand-in for the same bytes, read in whatever pieces', async () => {
    const pieces = [
      { offset: 0x0011, length: 100 },
      { offset: 0x0011, length: 209 },
      { offset: 0x0020, length: 40 },
    ]
    const secret = pseudonymise(await read(chipOf(longAddress), pieces), key)
    const data = secret.steps.flatMap((step) =>
      step.kind === 'exchange' && step.answer.length > 12 ? [Buffer.from(step.answer.subarray(0, -2))] : [],
    )
    expect(data.map((bytes) => bytes.length)).toEqual([100, 209, 40])
    expect(data[1]!.subarray(0, 100).equals(data[0]!)).toBe(true)
    expect(data[0]!.subarray(15, 55).equals(data[2]!)).toBe(true)
  })

  it('has another stand-in with another key, and the same with the same', async () => {
    const trace = await wholeRead(chipOf(ordinary))
    const [one, again, another] = [key, key, new Uint8Array(32).fill(8)].map((each) => pseudonymise(trace, each))
    expect(again).toEqual(one)
    expect((await readBack(another!)).pid).not.toBe((await readBack(one!)).pid)
  })

  it('has a drawn face for the photo, cut short where that was', async () => {
    const cut = await read(chipOf(ordinary, { kind: 'photo-cut-short', photo_bytes: 300 }), [
      { offset: citizenFile.photo.offset, length: 255 },
      { offset: citizenFile.photo.offset + 255, length: 255 },
    ])
    const [first, second] = pseudonymise(cut, key).steps.flatMap((step) =>
      step.kind === 'exchange' && step.answer.length > 200 ? [Buffer.from(step.answer.subarray(0, -2))] : [],
    )
    expect(Buffer.concat([first!, second!.subarray(0, 45)]).equals(Buffer.from(drawnFace, 'base64').subarray(0, 300))).toBe(true)
    expect(second!.subarray(45).every((byte) => byte === 0x20)).toBe(true)
  })

  it('has zeros for what is not understood: answers of unknown applets, and what was sent to them, a PIN perhaps', () => {
    const trace: Trace = {
      atr: Uint8Array.of(0x3b, 0x00),
      steps: [
        exchanged('00A4040008A000000054480084', '6F033132336110'),
        exchanged('80B0000002000A', '610A'),
        exchanged('00C000000A', '313233343536373839309000'),
        exchanged('00200001083132333435363738', '9000'),
      ],
    }
    expect(formatTrace(pseudonymise(trace, key), { pseudonymised: true }).split('\n').slice(3, -1)).toEqual([
      '> 00 A4 04 00 08 A0 00 00 00 54 48 00 84  # SELECT unknown',
      '< 00 00 00 00 00 61 10',
      '> 80 B0 00 00 02 00 0A  # READ unknown: version, pid',
      '< 61 0A',
      '> 00 C0 00 00 0A  # GET RESPONSE',
      '< 00 00 00 00 00 00 00 00 00 00 90 00',
      '> 00 20 00 01 08 00 00 00 00 00 00 00 00  # unknown',
      '< 90 00',
    ])
  })

  it('keeps what the other applets hold out of it as well', async () => {
    const card = new TraceCard(pseudonymise(await wholeRead(chipOf(ordinary)), key))
    const others = await readOtherApplets((command) => card.transmit(command), card.atr)
    expect(others.laser).toMatch(/^[A-Z]{2}\d{10}$/)
    expect([others.laser, others.chipId, others.rights!.mainHospital]).not.toEqual([
      ordinary.laser,
      ordinary.chipId,
      ordinary.rights!.mainHospital,
    ])
    expect(form(others.rights!.mainHospital)).toBe(form(ordinary.rights!.mainHospital))
  })
})

const exchanged = (command: string, answer: string): Step => ({
  kind: 'exchange',
  command: new Uint8Array(Buffer.from(command, 'hex')),
  answer: new Uint8Array(Buffer.from(answer, 'hex')),
})

/** Reads of any pieces of the citizen file. */
async function read(card: Card, pieces: readonly { offset: number; length: number }[]): Promise<Trace> {
  const steps: Step[] = []
  const told = recorded(card, (step) => steps.push(step))
  const transmit = (command: Uint8Array) => told.transmit(command)
  await exchange(transmit, new Uint8Array(Buffer.from(`00a4040008${applets.citizen}`, 'hex')))
  for (const { offset, length } of pieces)
    await exchange(transmit, Uint8Array.of(0x80, 0xb0, offset >> 8, offset & 0xff, 0x02, length >> 8, length & 0xff))
  return { atr: card.atr, steps }
}

function cardOf(
  person: Record<
    'pid' | 'first' | 'last' | 'english' | 'birthDate' | 'requestNumber' | 'house' | 'road' | 'photoNumber' | 'laser' | 'chipId',
    string
  >,
): ThaiCard {
  const { pid, first, last, english, birthDate, requestNumber, house, road, photoNumber, laser, chipId } = person
  const address = { ...ordinary.data.address, house, road }
  const thaiName = { title: 'นาย', first, middle: '', last }
  const englishName = { title: 'Mr.', first: english, middle: '', last: english }
  return {
    ...ordinary,
    laser,
    chipId,
    data: { ...ordinary.data, pid, birthDate, requestNumber, photoNumber, thaiName, englishName, address },
  }
}

/** All answers one after the other, also those cut into pieces, as letters. */
function everythingSaid({ steps }: Trace): string {
  const bytes = steps.flatMap((step) => (step.kind === 'exchange' ? [Buffer.from(step.answer.subarray(0, -2))] : []))
  return `${new TextDecoder('windows-874').decode(Buffer.concat(bytes))} ${Buffer.concat(bytes).toString('latin1')}`
}

const lengths = ({ steps }: Trace) => steps.map((step) => (step.kind === 'exchange' ? step.answer.length : 0))
