import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { chipOf, type NamedCard } from '../cards.ts'
import type { PcscStack } from '../testing/pcsc-stack.ts'
import { VpcdSlot } from '../vpcd/slot.ts'

/** The most that any one step of a reader may take on a busy machine. */
const patienceMs = 20_000

/** Why a reader of others cannot be tried here, if something that it needs is absent; throws where everything is required. */
export function missing(reader: string, needed: readonly string[], remedy: string): string | undefined {
  const absent = needed.filter((path) => !existsSync(path))
  if (absent.length === 0) return undefined
  const reason = `The card is not tried with ${reader}: ${remedy} (missing: ${absent.join(', ')})`
  if (process.env.MOPH_SANDBOX_REQUIRE === 'all') throw new Error(reason)
  console.warn(reason)
  return reason
}

type Line = Record<string, unknown>

/** A reader program of others at the first slot: it prints `{"waiting":true}` when the slot is empty, and a line for each card. */
export class ReaderProcess {
  readonly #process: ChildProcess
  readonly #slot: VpcdSlot
  readonly #lines: AsyncIterator<string>
  readonly #gone = new AbortController()

  constructor(stack: PcscStack, command: string, args: readonly string[]) {
    this.#slot = new VpcdSlot(stack.slot(0))
    this.#process = spawn(command, args, { env: { ...process.env, ...stack.environment }, stdio: ['ignore', 'pipe', 'inherit'] })
    this.#process.on('error', (error) => this.#gone.abort(error))
    this.#lines = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]()
  }

  /** What the program prints of a card that is put in and, once read, pulled out. */
  async read(card: NamedCard): Promise<Line> {
    await this.#next((line) => line.waiting === true, `the reader did not wait for ${card.card}`)
    this.#slot.insert(chipOf(card))
    try {
      return await this.#next((line) => line.waiting === undefined, `the reader said nothing of ${card.card}`)
    } finally {
      this.#slot.remove()
    }
  }

  async close(): Promise<void> {
    this.#slot.remove()
    if (this.#process.pid === undefined || this.#process.exitCode !== null || this.#process.signalCode !== null) return
    this.#process.kill('SIGKILL')
    await once(this.#process, 'exit')
  }

  async #next(wanted: (line: Line) => boolean, otherwise: string): Promise<Line> {
    const late = AbortSignal.any([AbortSignal.timeout(patienceMs), this.#gone.signal])
    const gaveUp = new Promise<never>((_, reject) => {
      late.addEventListener('abort', () => reject(new Error(otherwise, { cause: late.reason })))
    })
    while (true) {
      const { value, done } = await Promise.race([this.#lines.next(), gaveUp])
      if (done) throw new Error(`${otherwise}: it ended`)
      const line: Line = JSON.parse(value)
      if (wanted(line)) return line
    }
  }
}
