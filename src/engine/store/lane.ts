import { Socket } from 'node:net'
import pg from 'pg'
import { rowMaker, type Statement } from '../../upstream/direct.ts'
import { isAnswer, outOfReach, storable } from './connections.ts'

type Row = Record<string, unknown>
type Told = (error: Error | undefined, rows?: Row[]) => void

interface Waiting {
  statement: Named
  values: readonly unknown[]
  told: Told
}

interface Open {
  client: pg.Client
  socket: Socket
}

/** A statement that the connection prepares once. */
interface Named {
  readonly text: string
  readonly name: string
  toRow?: ReturnType<typeof rowMaker>
}

/** More than these are left behind with the connection that holds them: workspaces come and go, and each has its own. */
const mostStatements = 2000

/**
 * One connection for reading outside of transactions, which does not wait for one answer before the next question: what a
 * turn of the event loop brings is sent in one piece, as prepared statements, and answered in its order.
 * Never for what may wait for a lock, since everything behind it would wait too.
 */
export class Lane {
  readonly #config: pg.ClientConfig
  readonly #statements = new Map<string, Named>()
  #open: Promise<Open> | undefined
  #given = 0
  #waiting: Waiting[] = []
  /** Those that more than one waits for, by statement and values. */
  #shared = new Map<string, Promise<Row[]>>()

  constructor(config: pg.ClientConfig) {
    this.#config = { ...config, pipeline: true }
  }

  /** With `together`, whoever asks before the question is sent gets the same answer: none is older than its question. */
  statement(text: string, together: boolean): Statement {
    if (!together) return (values) => this.#ask(text, values)
    return (values) => {
      const key = `${text}\n${JSON.stringify(values)}`
      const answer = this.#shared.get(key) ?? this.#ask(text, values)
      this.#shared.set(key, answer)
      return answer
    }
  }

  async close(): Promise<void> {
    const open = this.#open
    this.#leave(open)
    const connection = await open?.catch(() => undefined)
    await connection?.client.end().catch(() => {})
  }

  #ask(text: string, values: readonly unknown[]): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#sendAll())
      const told: Told = (error, rows) => (error ? reject(error) : resolve(rows!))
      this.#waiting.push({ statement: this.#named(text), values, told })
    })
  }

  #named(text: string): Named {
    const known = this.#statements.get(text)
    if (known) return known
    if (this.#statements.size >= mostStatements) this.#leave(this.#open)
    const statement = { text, name: `s${++this.#given}` }
    this.#statements.set(text, statement)
    return statement
  }

  async #sendAll(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    this.#shared = new Map()
    const open = this.#open ?? this.#connect()
    this.#open = open
    try {
      const { client, socket } = await open
      socket.cork()
      for (const one of waiting) this.#send(client, one, open)
      socket.uncork()
    } catch (error) {
      this.#leave(open)
      for (const { told } of waiting) told(outOfReach(error as Error))
    }
  }

  #send(client: pg.Client, { statement, values, told }: Waiting, open: Promise<Open>): void {
    const { text, name } = statement
    client.query({ text, name, values: values.map(storable), rowMode: 'array' }, (error: Error | null, result) => {
      if (error && isAnswer(error)) return told(error)
      if (error) {
        this.#leave(open)
        return told(outOfReach(error))
      }
      statement.toRow ??= rowMaker(result.fields.map((field) => field.name))
      told(undefined, (result.rows as unknown[][]).map(statement.toRow))
    })
  }

  #connect(): Promise<Open> {
    const socket = new Socket()
    const client = new pg.Client({ ...this.#config, stream: () => socket })
    const open = client.connect().then(() => ({ client, socket }))
    const leave = () => this.#leave(open)
    client.on('error', leave)
    client.on('end', leave)
    return open
  }

  /** The next question opens another connection. What this one was asked it still answers, if it can. */
  #leave(open: Promise<Open> | undefined): void {
    if (open === undefined || open !== this.#open) return
    this.#open = undefined
    this.#statements.clear()
    open.then(({ client }) => client.end()).catch(() => {})
  }
}
