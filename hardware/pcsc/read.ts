import type { CardData } from '../card/card-data.ts'
import type { CardProblem } from '../card-source.ts'
import { UnexpectedAnswer } from '../reader/exchange.ts'
import { problemOf } from '../reader/problem.ts'
import { type OtherApplets, readIdCard, readOtherApplets, UnexpectedData } from '../reader/read-id-card.ts'
import { pcscCode } from './binding.ts'
import { type ConnectOptions, NoAnswer, ReaderStuck, TimeLimitPassed } from './connection.ts'
import type { PcscReader, PcscReaders } from './readers.ts'

/** What the true stack adds: a command, or all of them, took longer than allowed. */
export type PcscProblem = CardProblem | { kind: 'timeout'; detail: string }

export interface ReadThroughOptions extends Pick<ConnectOptions, 'commandMs' | 'exclusive' | 'onExchange'> {
  /** Part of the reader's name, in any case; the first reader with a card in it where there are several. */
  reader?: string | undefined
  photo: boolean
  /** With rights, laser number and chip id. Costs a reset, which breaks off other programs that share the card. */
  others?: boolean
  /** Of the whole read. */
  timeoutMs?: number
}

export type ReadThrough = ({ reader: string; atr: Uint8Array; card: CardData } & Partial<OtherApplets>) | { problem: PcscProblem }

/** How often a read begins again after a reset by another program. */
const newBeginnings = 2
/** The system sees a removal later than the command that failed of it; pcscd looks every 0.4 s. */
const seenWithinMs = 1_500

/** Reads a Thai ID card in a true reader. Never hangs and never throws for what a reader, a card or the daemon does. */
export async function readCardThrough(readers: PcscReaders, options: ReadThroughOptions): Promise<ReadThrough> {
  const reader = readers.find(options.reader)
  if (!reader) return { problem: { kind: 'no-reader' } }
  return readInserted(readers, reader, options)
}

/** Reads the card that is in a reader now. */
export async function readInserted(readers: PcscReaders, reader: PcscReader, options: ReadThroughOptions): Promise<ReadThrough> {
  if (!reader.present) return { problem: { kind: 'no-card' } }
  if (reader.mute || readers.connection(reader.name).stuck) return { problem: { kind: 'mute' } }
  const end = Date.now() + (options.timeoutMs ?? 30_000)
  for (let beginning = 0; beginning <= newBeginnings; beginning++) {
    const read = await readOnce(readers, reader, { ...options, timeoutMs: Math.max(0, end - Date.now()) })
    if (read !== 'reset by another program') return read
  }
  return { problem: { kind: 'in-use' } }
}

async function readOnce(
  readers: PcscReaders,
  reader: PcscReader,
  { photo, others = false, ...options }: ReadThroughOptions,
): Promise<ReadThrough | 'reset by another program'> {
  let atr: Uint8Array = new Uint8Array(0)
  let pid: string | undefined
  const onPid = (seen: string) => {
    pid = seen
  }
  try {
    return await readers.connection(reader.name).use(options, async ({ transmit, ...session }) => {
      atr = session.atr
      readers.learnAtr(reader, atr)
      if (others) await session.reset()
      const applets = others ? await readOtherApplets(transmit, atr) : {}
      return { reader: reader.name, atr, card: await readIdCard(transmit, { atr, photo, onPid }), ...applets }
    })
  } catch (error) {
    if (pcscCode(error) === 'ResetCard') return 'reset by another program'
    return { problem: await problemOfStack(error) }
  }

  async function problemOfStack(error: unknown): Promise<PcscProblem> {
    const pulledOut = { kind: 'pulled-out', ...(pid !== undefined && { pid }) } as const
    if (error instanceof ReaderStuck) return { kind: 'mute' }
    if (error instanceof TimeLimitPassed) return (await readers.hasLeft(reader, 0)) ? pulledOut : { kind: 'timeout', detail: error.message }
    if (error instanceof UnexpectedAnswer || error instanceof UnexpectedData)
      return (await readers.hasLeft(reader, 0)) ? pulledOut : problemOf(error, atr, pid)
    const code = error instanceof NoAnswer ? 'NotTransacted' : pcscCode(error)
    if (code === undefined) return problemOf(error, atr, pid)
    const meaning = meanings[code] ?? 'broken off'
    if (meaning === 'gone') return atr.length > 0 ? pulledOut : { kind: 'no-card' }
    if (meaning !== 'broken off') return { kind: meaning }
    if (await readers.hasLeft(reader, seenWithinMs)) return readers.problem ? { kind: 'no-reader' } : pulledOut
    return { kind: 'mute' }
  }
}

/**
 * What the errors of PC/SC mean to whoever reads a card. All others (NotTransacted; where the daemon dies, CommError, InvalidHandle and even
 * SecurityViolation) broke off the read, and whether card or reader have left settles what it was.
 */
const meanings: Record<string, 'no-reader' | 'mute' | 'in-use' | 'gone'> = {
  NoSmartCard: 'gone',
  RemovedCard: 'gone',
  UnresponsiveCard: 'mute',
  UnpoweredCard: 'mute',
  UnsupportedCard: 'mute',
  ProtoMismatch: 'mute',
  SharingViolation: 'in-use',
  NoService: 'no-reader',
  ServiceStopped: 'no-reader',
  UnknownReader: 'no-reader',
  NoReadersAvailable: 'no-reader',
}
