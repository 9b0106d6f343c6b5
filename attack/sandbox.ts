import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Answer, type Request, SandboxClient } from '../fixtures/harness/sandbox.ts'

const main = fileURLToPath(new URL('../src/doors/cli/main.ts', import.meta.url))
const probe = new URL('probe.ts', import.meta.url).href
/** Of what it prints, so much is kept: of a long attack, the end. */
const mostPrinted = 64 * 1024 * 1024

/** What the probe has seen since it was last asked. */
export interface Felt {
  /** Longest stretch of CPU time of the main thread between two turns of its loop. */
  busyMs: number
  /** The same by the clock, other programs of the machine included. */
  waitedMs: number
  peakBytes: number
}

/** A sandbox in a process of its own, with a probe in it. */
export class Victim extends SandboxClient {
  readonly process: ChildProcess
  readonly #printed: { text: string }

  private constructor(process: ChildProcess, url: string, printed: { text: string }) {
    super(url, 64)
    this.process = process
    this.#printed = printed
  }

  static async start(args: readonly string[] = []): Promise<Victim> {
    const options = ['start', '--json', '--port', '0', '--agent-port', 'off', ...args]
    const child = spawn(process.execPath, ['--import', probe, main, ...options], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    const printed = { text: '' }
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8')
      stream.on('data', (data) => {
        printed.text = (printed.text + data).slice(-mostPrinted)
      })
    }
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`The sandbox did not start: ${printed.text}`)))
    while (!printed.text.includes('\n')) await Promise.race([once(child.stdout!, 'data'), ended])
    ended.catch(() => {})
    return new Victim(child, JSON.parse(printed.text.slice(0, printed.text.indexOf('\n'))).url, printed)
  }

  /** All that it has printed. */
  get printed(): string {
    return this.#printed.text
  }

  get alive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null
  }

  /** The status; 0 where there was no whole answer. */
  async statusOf(path: string, request: Request): Promise<number> {
    return this.send(path, request).then(
      ({ status }: Answer) => status,
      () => 0,
    )
  }

  /** What was felt since the last time. */
  async felt(): Promise<Felt> {
    const answer = once(this.process, 'message')
    this.process.send('felt')
    const [felt] = await answer
    return felt as Felt
  }

  override async close(): Promise<void> {
    await super.close()
    if (!this.alive) return
    const ended = once(this.process, 'exit')
    this.process.kill()
    await ended
  }
}
