import type { Answer } from '../../fixtures/harness/sandbox.ts'
import type { CardFaultKind } from '../../hardware/card/faults.ts'
import type { TestWorld } from './world.ts'

export const agent = '/localhost:8189/api'
/** The holders of the cards `ordinary` and `social-security`. */
export const somsriPid = '1999900000013'
export const somchaiPid = '1999900000021'
export const reader = '/agent/readers/reader-1'

/** A HIS beside the agent of facility 99999 in the test zone, with hands at its card reader. */
export class AgentHis {
  readonly #world: TestWorld

  constructor(world: TestWorld) {
    this.#world = world
  }

  get(path: string): Promise<Answer> {
    return this.#world.send(`${agent}${path}`)
  }

  read(query = ''): Promise<Answer> {
    return this.get(`/smartcard/read${query}`)
  }

  readCardOnly(query = ''): Promise<Answer> {
    return this.get(`/smartcard/read-card-only${query}`)
  }

  /** The visit of the card in the reader, unless told otherwise. */
  async draft(change: Record<string, unknown> = {}): Promise<Answer> {
    return this.post('save-as-draft', await this.visit(change))
  }

  async confirm(change: Record<string, unknown> = {}): Promise<Answer> {
    return this.post('confirm-save', await this.visit(change))
  }

  post(action: 'save-as-draft' | 'confirm-save', body: object): Promise<Answer> {
    return this.#world.send(`${agent}/nhso-service/${action}`, { method: 'POST', body })
  }

  /** As public clients send it, after a read of its own where no correlationId is given. */
  async visit(change: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const read = change.correlationId === undefined ? (await this.read()).json : {}
    return { pid: read.pid ?? somsriPid, claimType: 'PG0060001', mobile: '0800000001', correlationId: read.correlationId, ...change }
  }

  latest(pid = somsriPid): Promise<Answer> {
    return this.get(`/nhso-service/latest-authen-code/${pid}`)
  }

  latestFive(pid = somsriPid): Promise<Answer> {
    return this.get(`/nhso-service/latest-5-authen-code-all-hospital/${pid}`)
  }

  insert(card: string): Promise<Answer> {
    return this.#world.control('POST', `${reader}/insert`, { card })
  }

  remove(): Promise<Answer> {
    return this.#world.control('POST', `${reader}/remove`)
  }

  /** Another card in place of the one in the reader. */
  async exchange(card: string): Promise<void> {
    await this.remove()
    await this.insert(card)
  }

  fault(kind: CardFaultKind, more: object = {}): Promise<Answer> {
    return this.#world.control('PUT', `${reader}/fault`, { kind, ...more })
  }

  unplug(): Promise<Answer> {
    return this.#world.control('POST', `${reader}/disconnect`)
  }

  install(change: object): Promise<Answer> {
    return this.#world.control('PATCH', '/agent/preference', change)
  }
}
