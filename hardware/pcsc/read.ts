import type { Card as PcscCard } from 'pcsc-mini'
import type { CardData } from '../card/card-data.ts'
import type { CardProblem } from '../card-source.ts'
import { problemOf } from '../reader/problem.ts'
import { type OtherApplets, readIdCard, readOtherApplets } from '../reader/read-id-card.ts'
import type { PcscReaders } from './readers.ts'

export interface ReadThroughOptions {
  /** The reader, as the system calls it. */
  reader: string
  photo: boolean
  /** The other applets too. The card is reset for it, so other programs have to begin anew. */
  others?: boolean
  /** No other program may use the card meanwhile. */
  exclusive?: boolean
  /** For the whole read; 30 seconds where not given. */
  timeoutMs?: number
  /** For one command; 5 seconds where not given. A real card takes some 50 ms. */
  commandMs?: number
  /** Sees every command and its answer. */
  onExchange?: (command: Uint8Array, answer: Uint8Array) => void
}

export interface ReadThrough {
  atr: Uint8Array
  card: CardData
  others: OtherApplets | undefined
}

const [usualTimeoutMs, usualCommandMs] = [30_000, 5_000]
/** Another program may reset the card under us, but not for ever. */
const mostAttempts = 3

/** What is being done at a reader; another read waits for it. */
const atWork = new WeakMap<PcscReaders, Map<string, Promise<unknown>>>()

/** Reads the card in a reader: one read at a time, whoever asks. Always ends: with the card, or with the reason why not. */
export async function readCardThrough(readers: PcscReaders, options: ReadThroughOptions): Promise<ReadThrough | { problem: CardProblem }> {
  const { reader, timeoutMs = usualTimeoutMs } = options
  const deadline = performance.now() + timeoutMs
  const works = atWork.get(readers) ?? new Map<string, Promise<unknown>>()
  atWork.set(readers, works)
  // A command that never comes back keeps its reader, and nothing else.
  while (works.has(reader)) {
    const left = deadline - performance.now()
    if ((await within(works.get(reader)!, left)) === tooLate) return { problem: { kind: 'mute' } }
  }
  const session = new Session(readers, options, deadline)
  const reading = session.read()
  const settled = reading.then(() => session.ended)
  works.set(reader, settled)
  settled.finally(() => works.delete(reader))
  return reading
}

class TimedOut extends Error {}

/** One read, from connecting to letting the card go. */
class Session {
  readonly #readers: PcscReaders
  readonly #options: ReadThroughOptions
  readonly #deadline: number
  #pid: string | undefined
  #atr: Uint8Array = new Uint8Array(0)
  /** Resolves when PC/SC has given everything back, which may be after the read was given up. */
  ended: Promise<unknown> = Promise.resolve()

  constructor(readers: PcscReaders, options: ReadThroughOptions, deadline: number) {
    this.#readers = readers
    this.#options = options
    this.#deadline = deadline
  }

  async read(): Promise<ReadThrough | { problem: CardProblem }> {
    const { reader } = this.#options
    const begun = this.#readers.find(reader)
    if (!begun) return { problem: { kind: 'no-reader' } }
    if (!begun.present) return { problem: { kind: 'no-card' } }
    const { insertion } = begun
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt()
      } catch (error) {
        const code = codeOf(error)
        if (code === 'ResetCard' && attempt < mostAttempts) continue
        return { problem: this.#problem(error, code, insertion) }
      }
    }
  }

  async #attempt(): Promise<ReadThrough> {
    const { reader, photo, others = false, exclusive = false } = this.#options
    const { binding } = this.#readers
    const card = await this.#bounded(this.#readers.connect(reader, { exclusive }), (late) => late.disconnect(binding.CardDisposition.LEAVE))
    try {
      if (others)
        await this.#bounded(card.reconnect(exclusive ? binding.CardMode.EXCLUSIVE : binding.CardMode.SHARED, binding.CardDisposition.RESET))
      this.#atr = (await this.#bounded(card.state())).atr.slice()
      // No command of another program comes in between SELECT and its reads.
      const transaction = await this.#bounded(card.transaction(), (late) => late.end(binding.CardDisposition.LEAVE))
      try {
        const transmit = (command: Uint8Array) => this.#transmit(card, command)
        const beside = others ? await readOtherApplets(transmit, this.#atr) : undefined
        const data = await readIdCard(transmit, { atr: this.#atr, photo, onPid: (pid) => this.#know(pid) })
        return { atr: this.#atr, card: data, others: beside }
      } finally {
        await this.#letGo(() => transaction.end(binding.CardDisposition.LEAVE))
      }
    } finally {
      // Not reset: other programs may be in the middle of something.
      await this.#letGo(() => card.disconnect(binding.CardDisposition.LEAVE))
    }
  }

  #know(pid: string): void {
    this.#pid = pid
  }

  async #transmit(card: PcscCard, command: Uint8Array): Promise<Uint8Array> {
    const answer = await this.#bounded(card.transmit(command))
    // Nothing at all is how a card ends that leaves instead of answering.
    if (answer.length < 2) throw Object.assign(new Error('No answer'), { code: 'NotTransacted' })
    this.#options.onExchange?.(command, answer)
    return answer
  }

  /** Waits no longer than a command may take; `late` puts right what comes after all. */
  async #bounded<Value>(work: Promise<Value>, late?: (value: Value) => unknown): Promise<Value> {
    const left = Math.min(this.#options.commandMs ?? usualCommandMs, this.#deadline - performance.now())
    const result = await within(work, left)
    if (result !== tooLate) return result
    const after = work.then((value) => late?.(value)).catch(() => {})
    this.ended = this.ended.then(() => after)
    throw new TimedOut()
  }

  /** Ends what was begun, now or, where a command hangs, when it has come back. */
  async #letGo(end: () => Promise<unknown>): Promise<void> {
    const isBusy = (error: unknown) => codeOf(error) === 'CardIsBusy'
    const attempt = async () => end()
    try {
      await within(attempt(), this.#options.commandMs ?? usualCommandMs)
    } catch (error) {
      // Of a card that is gone there is nothing to let go.
      if (isBusy(error)) this.ended = this.ended.then(attempt).catch(() => {})
    }
  }

  #problem(error: unknown, code: string, insertion: number): CardProblem {
    const now = this.#readers.find(this.#options.reader)
    const pulledOut: CardProblem = { kind: 'pulled-out', ...(this.#pid !== undefined && { pid: this.#pid }) }
    const means = meaning[code]
    // A card that has answered already was pulled out.
    if (means === 'gone' || (means === 'no-card' && this.#atr.length > 0)) return pulledOut
    if (means !== undefined) return { kind: means }
    if (!now?.present || now.insertion !== insertion) return pulledOut
    if (error instanceof TimedOut) return { kind: 'mute' }
    if (code !== '') return { kind: 'unreadable', detail: `PC/SC says ${code}` }
    return problemOf(error, this.#atr, this.#pid)
  }
}

/** Errors of PC/SC, and what they mean to whoever wants to read. */
const meaning: Record<string, 'gone' | 'mute' | 'in-use' | 'no-card' | 'no-reader'> = {
  RemovedCard: 'gone',
  NotTransacted: 'gone',
  ReaderUnavailable: 'gone',
  CommError: 'gone',
  CommDataLost: 'gone',
  InvalidHandle: 'gone',
  NoService: 'no-reader',
  ServiceStopped: 'no-reader',
  UnknownReader: 'no-reader',
  NoSmartCard: 'no-card',
  UnresponsiveCard: 'mute',
  UnpoweredCard: 'mute',
  ProtoMismatch: 'mute',
  InvalidAtr: 'mute',
  SharingViolation: 'in-use',
}

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : ''
}

const tooLate = Symbol('too late')

async function within<Value>(work: Promise<Value>, ms: number): Promise<Value | typeof tooLate> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<typeof tooLate>((resolve) => {
    timer = setTimeout(() => resolve(tooLate), Math.max(0, ms))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
