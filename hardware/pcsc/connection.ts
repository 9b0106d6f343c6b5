import type { Card, Client, Reader, Transaction } from 'pcsc-mini'
import type { Transmit } from '../reader/exchange.ts'
import type { Pcsc } from './binding.ts'

/** A call of PC/SC did not come back in time; it may do so later. */
export class TimeLimitPassed extends Error {}

/** An earlier call to this reader has not come back yet. */
export class ReaderStuck extends Error {}

/** The answer was shorter than a status word, which means that the card has gone or is about to. */
export class NoAnswer extends Error {}

export interface ConnectOptions {
  /** Of one command. */
  commandMs?: number
  /** Of all together, connecting included. */
  timeoutMs?: number
  /** Keeps all other programs from the card, and fails where one is connected. */
  exclusive?: boolean
  onExchange?: ((command: Uint8Array, answer: Uint8Array) => void) | undefined
}

export interface CardSession {
  atr: Uint8Array
  transmit: Transmit
  /** A warm reset, within the transaction: nothing is selected any more. */
  reset(): Promise<void>
}

const usualCommandMs = 5_000
const usualTimeoutMs = 30_000

/**
 * One reader, to which one read at a time is made. It has a client, hence a PC/SC context, of its own: calls within a context wait for each
 * other, so a card that never answers would hold up all readers.
 */
export class ReaderConnection {
  readonly #pcsc: Pcsc
  readonly #name: string
  /** One for all answers: those that pcsc-mini 0.1.3 makes for itself are never freed. */
  readonly #answer: ArrayBuffer
  #client: Client | undefined
  #turn: Promise<unknown> = Promise.resolve()
  /** The call that went past its limit, with the clearing up after it. Each takes a thread of the four that Node has, hence no second one. */
  #stuck: Promise<unknown> | undefined

  constructor(pcsc: Pcsc, name: string) {
    this.#pcsc = pcsc
    this.#name = name
    this.#answer = new ArrayBuffer(pcsc.MAX_BUFFER_LEN)
  }

  get stuck(): boolean {
    return this.#stuck !== undefined
  }

  /**
   * Lets the card be used in a transaction, so that no command of another program comes in between; afterwards, or after an error, the card
   * is let go of. It is left as it is (LEAVE): a reset would break off the other programs that share it, and every reader selects its
   * applet first.
   *
   * @throws TimeLimitPassed, ReaderStuck, NoAnswer, errors of pcsc-mini (see `pcscCode`), and whatever `use` throws
   */
  use<Value>(options: ConnectOptions, use: (session: CardSession) => Promise<Value>): Promise<Value> {
    const mine = this.#turn.then(() => this.#use(options, use))
    this.#turn = mine.catch(() => {})
    return mine
  }

  close(): void {
    const client = this.#client
    this.#client = undefined
    // Not under a call that is on its way.
    void this.#turn.then(async () => {
      await this.#stuck
      stopQuietly(client)
    })
  }

  async #use<Value>(options: ConnectOptions, use: (session: CardSession) => Promise<Value>): Promise<Value> {
    const { commandMs = usualCommandMs, timeoutMs = usualTimeoutMs, exclusive = false, onExchange } = options
    if (this.#stuck) throw new ReaderStuck(`${this.#name} has not come back from an earlier command`)
    const { CardMode, CardDisposition, Protocol } = this.#pcsc
    const mode = exclusive ? CardMode.EXCLUSIVE : CardMode.SHARED
    const end = Date.now() + timeoutMs
    let card: Card | undefined
    let transaction: Transaction | undefined

    const release = async () => {
      await transaction?.end(CardDisposition.LEAVE).catch(() => {})
      await card?.disconnect(CardDisposition.LEAVE).catch(() => lost.add(card!))
    }
    const call = async <Result>(what: string, limitMs: number, calling: () => Promise<Result>): Promise<Result> => {
      const calls = calling()
      let timer: NodeJS.Timeout | undefined
      const left = Math.max(0, Math.min(limitMs, end - Date.now()))
      const limit = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          // The rest of what was to be done is done when the call comes back, if ever.
          this.#stuck = calls.then(release, release).finally(() => {
            this.#stuck = undefined
          })
          reject(new TimeLimitPassed(`${what} took longer than ${left} ms`))
        }, left)
      })
      try {
        return await Promise.race([calls, limit])
      } finally {
        clearTimeout(timer)
      }
    }

    try {
      const reader = await this.#reader(Math.min(timeoutMs, 2_000))
      await call('Connecting to the card', timeoutMs, async () => {
        card = await reader.connect(mode, Protocol.ANY)
      })
      await call('The transaction', timeoutMs, async () => {
        transaction = await card!.transaction()
      })
      const { atr } = await call('The state of the card', commandMs, () => card!.state())
      return await use({
        // What pcsc-mini gives lies in memory of its own.
        atr: Uint8Array.from(atr),
        transmit: async (command) => {
          const answer = Uint8Array.from(await call('A command', commandMs, () => card!.transmit(command, this.#answer)))
          onExchange?.(command, answer)
          if (answer.length < 2) throw new NoAnswer('The card gave no status word')
          return answer
        },
        reset: async () => {
          await call('The reset', commandMs, () => card!.reconnect(mode, CardDisposition.RESET))
        },
      })
    } finally {
      // A reader that hangs while it is let go of must not hold up the caller either.
      if (!this.#stuck) await call('Letting go of the card', commandMs, release).catch(() => {})
    }
  }

  /** pcsc-mini gives readers only by watching them. */
  async #reader(timeoutMs: number): Promise<Reader> {
    const client = this.#client ?? this.#start()
    const known = client.reader(this.#name)
    if (known) return known
    return new Promise((resolve, reject) => {
      const give = (then: () => void) => {
        clearTimeout(timer)
        client.off('reader', seen)
        then()
      }
      const seen = (reader: Reader) => reader.name() === this.#name && give(() => resolve(reader))
      const timer = setTimeout(() => give(() => reject(unknownReader())), timeoutMs)
      client.on('reader', seen)
    })
  }

  #start(): Client {
    const client = new this.#pcsc.Client()
    client.on('error', () => {
      if (this.#client === client) this.#client = undefined
      setImmediate(() => stopQuietly(client))
    })
    client.start()
    this.#client = client
    return client
  }
}

const unknownReader = () => Object.assign(new Error('The reader has gone'), { code: 'UnknownReader' })

/**
 * Clients, and cards, that lost their daemon. pcsc-mini 0.1.3 frees its context when they are garbage collected, and throws where that
 * fails, which ends the process; so they are kept: some hundred bytes for each time that the daemon goes.
 */
const lost = new Set<object>()

/** Lets go of a client, also of one whose daemon has gone. */
export function stopQuietly(client: Client | undefined): void {
  try {
    client?.stop()
  } catch {
    lost.add(client!)
  }
}
