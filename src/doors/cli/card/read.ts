import { randomBytes } from 'node:crypto'
import {
  formatTrace,
  PcscMissing,
  type PcscProblem,
  type PcscReader,
  PcscReaders,
  pseudonymise,
  type ReadThrough,
  readInserted,
  type Step,
  shownContents,
} from '../../../composition/cards.ts'
import { say, warn } from '../../../terminal/say.ts'
import { Problem } from '../problem.ts'
import { help, readArguments } from './options.ts'
import { cardText } from './text.ts'
import { writeOrExplain } from './write.ts'

const usage = `moph-sandbox card read [options]: read a Thai ID card, real or virtual, through PC/SC

  --reader NAME      only in readers whose name has this in it
  --photo FILE       write the photo into a file, a JPEG
  --json             print it as JSON, the photo in it as base64
  --wait SECONDS     how long to wait for a card (30); 0 for not at all
  --timeout SECONDS  how long the read may take (30)
  --trace FILE       write the commands and answers into a file, with stand-ins for all that is of a person
`

const known = {
  reader: { type: 'string' },
  photo: { type: 'string' },
  json: { type: 'boolean' },
  wait: { type: 'string', default: '30' },
  timeout: { type: 'string', default: '30' },
  trace: { type: 'string' },
  ...help,
} as const

/** `moph-sandbox card read`. */
export async function read(args: string[]): Promise<number> {
  const { given } = readArguments(args, known, undefined)
  if (given.help) {
    say(usage)
    return 0
  }
  const [waitMs, timeoutMs] = [milliseconds('--wait', given.wait), milliseconds('--timeout', given.timeout)]
  const readers = await openOrExplain()
  try {
    const reader = await readerWithCard(readers, given.reader, waitMs)
    const steps: Step[] = [{ kind: 'reset' }]
    const onExchange = (command: Uint8Array, answer: Uint8Array) =>
      void steps.push({ kind: 'exchange', command: command.slice(), answer: answer.slice() })
    const reading = await readInserted(readers, reader, { photo: true, others: true, timeoutMs, onExchange })
    // A read that fails is what a trace is wanted for most.
    if (given.trace !== undefined) writeTrace(given.trace, reader, 'atr' in reading ? reading.atr : readers.named(reader.name)?.atr, steps)
    if ('problem' in reading) throw new Problem(`${reader.name}: ${words(reading.problem)}`)
    show(reading, given)
    return 0
  } finally {
    readers.close()
  }
}

type Card = Exclude<ReadThrough, { problem: unknown }>

function show({ reader, atr, card, ...others }: Card, { json, photo }: { json?: boolean | undefined; photo?: string | undefined }): void {
  const contents = shownContents(card, others)
  const answerToReset = Buffer.from(atr).toString('hex').toUpperCase()
  if (photo !== undefined) writeOrExplain(photo, card.photo!)
  say(json ? JSON.stringify({ reader, atr: answerToReset, ...contents }) : `${reader}\n  ATR ${answerToReset}\n${cardText(contents)}`)
}

async function openOrExplain(): Promise<PcscReaders> {
  try {
    return await PcscReaders.open()
  } catch (error) {
    if (error instanceof PcscMissing) throw new Problem(error.message)
    throw error
  }
}

async function readerWithCard(readers: PcscReaders, filter: string | undefined, waitMs: number): Promise<PcscReader> {
  const now = readers.find(filter)
  if (now?.present) return now
  if (waitMs > 0) warn(`${stateOf(readers, filter)} Waiting for a card … / กรุณาเสียบบัตร`)
  const found = await readers.waitForCard({ reader: filter, timeoutMs: waitMs })
  if (!found) throw new Problem(`No card came. ${stateOf(readers, filter)}`)
  return found
}

/** What there is, where no card is. */
function stateOf(readers: PcscReaders, filter: string | undefined): string {
  if (readers.problem !== undefined) return `There is no reader. ${readers.problem}`
  const names = readers.list().map(({ name }) => name)
  if (names.length === 0) return 'There is no reader.'
  const meant = names.filter((name) => name.toLowerCase().includes((filter ?? '').toLowerCase()))
  return meant.length === 0 ? `No reader is called ${filter}; there are: ${names.join(', ')}.` : `No card is in ${meant.join(', ')}.`
}

/** Why it could not be read, and what to do. */
function words(problem: PcscProblem): string {
  switch (problem.kind) {
    case 'no-reader':
      return 'the reader has gone. / ไม่พบเครื่องอ่าน'
    case 'no-card':
      return 'the card has gone. / ไม่พบบัตร'
    case 'pulled-out':
      return 'the card was pulled out while it was read: put it in and read again. / บัตรถูกดึงออกระหว่างอ่าน กรุณาเสียบบัตรใหม่'
    case 'mute':
      return 'the card does not answer: is it the right way round, and clean? / บัตรไม่ตอบ กรุณาตรวจด้านที่เสียบและทำความสะอาด'
    case 'timeout':
      return `the card is too slow (${problem.detail}). / บัตรช้าเกินไป`
    case 'in-use':
      return 'another program holds the card for itself: close it. / โปรแกรมอื่นกำลังใช้บัตรอยู่'
    case 'other-card':
      return `this is no Thai ID card (${problem.detail}). / บัตรนี้ไม่ใช่บัตรประจำตัวประชาชน`
    default:
      return `the card answered what a Thai ID card does not (${problem.detail}). / ข้อมูลในบัตรไม่ถูกต้อง`
  }
}

/** Whoever's card it is, nobody is in the trace: the key is made up here, and gone. */
function writeTrace(file: string, { name }: PcscReader, atr: Uint8Array = unknownAtr, steps: readonly Step[]): void {
  const trace = pseudonymise({ atr, steps }, randomBytes(32))
  writeOrExplain(file, formatTrace(trace, { reader: name, pseudonymised: true }))
}

/** A card that could not even be connected to. */
const unknownAtr = Uint8Array.of(0x3b, 0x00)

function milliseconds(option: string, text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value > 3600) throw new Problem(`${option} takes seconds from 0 to 3600, not ${text}.`)
  return value * 1000
}
