import type { components } from '../../../generated/control/nhso-agent.ts'
import { Problem } from '../problem.ts'

type Schemas = components['schemas']
export type Reader = Schemas['Reader']
export type CardSummary = Schemas['CardSummary']
export type ShownCard = Schemas['Card']

const usualUrl = 'http://127.0.0.1:4010'
/** A sandbox on this machine answers in milliseconds. */
const patienceMs = 5_000

/** The control API of a sandbox that runs, as a hand at its card readers needs it. */
export class RunningSandbox {
  readonly url: string
  readonly #base: string
  readonly #token = process.env.MOPH_SANDBOX_CONTROL_TOKEN

  private constructor(url: string, workspace: string | undefined) {
    this.url = url
    this.#base = workspace === undefined ? url : `${url}/w/${workspace}`
  }

  /** The sandbox at an address; undefined where none was named and none runs at the usual one. */
  static async find({ url, workspace }: { url?: string | undefined; workspace?: string | undefined }): Promise<RunningSandbox | undefined> {
    const address = url ?? process.env.MOPH_SANDBOX_URL
    if (address !== undefined && !/^https?:\/\//.test(address)) throw new Problem(`--url takes http://host:port, not ${address}.`)
    const sandbox = new RunningSandbox((address ?? usualUrl).replace(/\/+$/, ''), workspace)
    try {
      await sandbox.#call('GET', '/status')
      return sandbox
    } catch (error) {
      if (address === undefined && error instanceof NotThere) return undefined
      throw error
    }
  }

  /** The same, where there has to be one. */
  static async mustFind(options: { url?: string | undefined; workspace?: string | undefined }): Promise<RunningSandbox> {
    const found = await RunningSandbox.find(options)
    if (!found) throw new Problem(`No sandbox runs at ${usualUrl}. Start one with moph-sandbox start, or name it with --url.`)
    return found
  }

  cards(): Promise<CardSummary[]> {
    return this.#call('GET', '/agent/cards')
  }

  card(name: string): Promise<ShownCard> {
    return this.#call('GET', `/agent/cards/${name}`)
  }

  /** Makes a card, or replaces the one of this name. */
  keep({ card, ...content }: ShownCard): Promise<ShownCard> {
    return this.#call('PUT', `/agent/cards/${card}`, content)
  }

  /** The reader of a number, from 1 in the order in which they were plugged in, or of a name. */
  async reader(named: string): Promise<Reader> {
    const readers = await this.#call<Reader[]>('GET', '/agent/readers')
    const found = /^\d+$/.test(named) ? readers[Number(named) - 1] : readers.find(({ reader }) => reader === named)
    if (found) return found
    // A second reader is plugged in by whoever uses it first.
    if (Number(named) === readers.length + 1) return this.#call('POST', `/agent/readers/reader-${named}/connect`)
    throw new Problem(
      `There is no reader ${named}. There are: ${readers.map(({ reader }, index) => `${index + 1} (${reader})`).join(', ')}.`,
    )
  }

  insert({ reader }: Reader, card: string): Promise<Reader> {
    return this.#call('POST', `/agent/readers/${reader}/insert`, { card })
  }

  swap({ reader }: Reader, card: string): Promise<Reader> {
    return this.#call('POST', `/agent/readers/${reader}/swap`, { card })
  }

  remove({ reader }: Reader): Promise<Reader> {
    return this.#call('POST', `/agent/readers/${reader}/remove`)
  }

  trace({ reader }: Reader): Promise<{ trace: string }> {
    return this.#call('GET', `/agent/readers/${reader}/trace`)
  }

  async #call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    let reply: Response
    try {
      reply = await fetch(`${this.#base}/control${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(this.#token && { authorization: `Bearer ${this.#token}` }) },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(patienceMs),
      })
    } catch (error) {
      const { cause, message } = error as Error
      throw new NotThere(`No sandbox answers at ${this.url} (${(cause as Error | undefined)?.message ?? message}).`)
    }
    const answer: unknown = await reply.json().catch(() => undefined)
    if (reply.ok && answer !== undefined) return answer as Answer
    throw new Problem(refusalOf(answer) ?? `${this.url} is not a moph-sandbox: it answered ${reply.status} to ${method} /control${path}.`)
  }
}

class NotThere extends Problem {}

/** The words of the control API, in both languages. */
function refusalOf(answer: unknown): string | undefined {
  const error = (answer as { error?: { th?: string; en?: string; hint?: { th: string; en: string } } } | undefined)?.error
  if (error?.en === undefined) return undefined
  return `${error.en} / ${error.th}. ${error.hint ? `${error.hint.en} / ${error.hint.th}` : ''}`
}
