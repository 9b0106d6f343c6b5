import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { PcscStack } from '../testing/pcsc-stack.ts'
import { missing } from './reader-process.ts'

/** Debian's, which has python3-pyscard. */
const python = '/usr/bin/python3'

/** Why pyscard cannot be used here, if it is absent. */
export const missingPyscard = () =>
  missing('pyscard', [python, '/usr/lib/python3/dist-packages/smartcard'], 'apt-get install python3-pyscard')

/** A program of others that uses PC/SC as it is told, one call after the other. It says what PC/SC said: `ok`, an answer, an error as `0x…`. */
export class ScardProgram {
  readonly #process: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(stack: PcscStack, reader: string) {
    this.#process = spawn(python, [join(import.meta.dirname, 'scard.py'), reader], {
      env: { ...process.env, ...stack.environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#lines = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]()
  }

  present = () => this.#do<boolean>('present')
  connect = () => this.#do<string>('connect')
  /** With a reset of the card. */
  reconnect = () => this.#do<string>('reconnect')
  disconnect = () => this.#do<string>('disconnect')
  /** Commands as hexadecimal digits, all without a pause. */
  transmit = (...commands: string[]) => this.#do<string[]>('transmit', ...commands)

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    this.#process.kill('SIGKILL')
    await once(this.#process, 'exit')
  }

  async #do<Result>(...words: string[]): Promise<Result> {
    this.#process.stdin!.write(`${words.join(' ')}\n`)
    const { value, done } = await this.#lines.next()
    if (done) throw new Error(`the program ended at ${words[0]}`)
    return JSON.parse(value)
  }
}
