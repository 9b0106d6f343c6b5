import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { pinned } from './cores.ts'
import { cpuSeconds, residentMb } from './usage.ts'

/** A request that a server is measured with. */
export interface Request {
  path: string
  headers: Record<string, string>
  /** Makes it a POST. */
  body?: string
  /** Otherwise than by the body. */
  method?: 'PUT' | 'DELETE'
}

export interface ServerCommand {
  name: string
  /** The command line that serves on a port. */
  command(port: number): string[]
  cwd?: string
  env?: Record<string, string>
}

const startLimitMs = 30_000
const stopLimitMs = 5_000
const pollMs = 2

/** A server in a process of its own, on a core of its own. */
export class Server {
  readonly name: string
  readonly url: string
  /** When the process was started, by `performance.now()`. */
  readonly startedAt: number
  readonly #process: ChildProcess
  #said = ''

  private constructor(name: string, url: string, startedAt: number, process: ChildProcess) {
    this.name = name
    this.url = url
    this.startedAt = startedAt
    this.#process = process
    for (const stream of [process.stdout!, process.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#said = (this.#said + text).slice(-4000)
      })
    }
  }

  /** Starts the process; it may not answer yet. */
  static async spawn({ name, command, cwd, env = {} }: ServerCommand, core: number | undefined): Promise<Server> {
    const port = await freePort()
    const [program, args] = pinned(core, command(port))
    const startedAt = performance.now()
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd, env: { ...process.env, ...env } })
    return new Server(name, `http://127.0.0.1:${port}`, startedAt, child)
  }

  get pid(): number {
    return this.#process.pid!
  }

  get cpuSeconds(): number {
    this.#mustRun()
    return cpuSeconds(this.pid)
  }

  get residentMb(): number {
    this.#mustRun()
    return residentMb(this.pid)
  }

  /** The body of the first success; any other answer is an error, a port that is still closed is not. */
  async firstAnswer(request: Request): Promise<string> {
    for (const end = performance.now() + startLimitMs; performance.now() < end; await wait(pollMs)) {
      this.#mustRun()
      const answer = await ask(this.url, request).catch(() => undefined)
      if (answer === undefined) continue
      if (answer.status >= 300) throw new Error(`${this.name} answered ${answer.status} to ${request.path}: ${answer.body}`)
      return answer.body
    }
    throw new Error(`${this.name} does not answer: ${this.#said}`)
  }

  /** Resolves when the process has ended, by itself or after a while by force. */
  async stop(): Promise<void> {
    if (this.#ended) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    const force = setTimeout(() => this.#process.kill('SIGKILL'), stopLimitMs)
    await ended
    clearTimeout(force)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  get #ended(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null
  }

  #mustRun(): void {
    if (this.#ended) throw new Error(`${this.name} has ended: ${this.#said}`)
  }
}

function ask(url: string, { path, headers, body, method }: Request): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(
      `${url}${path}`,
      { method: method ?? (body === undefined ? 'GET' : 'POST'), headers, agent: false },
      async (reply) => {
        try {
          let text = ''
          for await (const chunk of reply.setEncoding('utf8')) text += chunk
          resolve({ status: reply.statusCode!, body: text })
        } catch (error) {
          reject(error)
        }
      },
    )
    asking.on('error', reject).end(body)
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}
