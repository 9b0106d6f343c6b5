import { errorText, warn } from '../../terminal/say.ts'
import { Clock } from '../../upstream/clock.ts'
import type { Db } from '../../upstream/tables.ts'
import type { DueHandler } from '../../upstream/upstream.ts'
import { OutOfReach } from '../store/store.ts'
import { dueEvents, firstDue, type KeptEvent, removeEvents, setAside } from './due.ts'
import { type Inside, worldOf } from './world-of.ts'

/** One transaction for so many: few enough that other calls do not wait long. */
const eventsAtATime = 500

/** What is to happen later in a workspace, carried out when its clock passes it. */
export class Agenda {
  readonly #workspace: Inside
  readonly #handlers: ReadonlyMap<string, DueHandler>
  /** When the next event comes due, as far as this process knows; never later than it does. */
  #nextDue = Number.POSITIVE_INFINITY
  /** The earliest of those that came up since it was last looked. */
  #announced = Number.POSITIVE_INFINITY
  #catchingUp: Promise<void> | undefined

  constructor(workspace: Inside, handlers: ReadonlyMap<string, DueHandler>) {
    this.#workspace = workspace
    this.#handlers = handlers
  }

  /** Something comes due at an instant (epoch milliseconds). */
  expect(at: number): void {
    this.#nextDue = Math.min(this.#nextDue, at)
    this.#announced = Math.min(this.#announced, at)
  }

  /** Looks up when the first event comes due: what other processes and other worlds have brought. */
  async lookAhead(): Promise<void> {
    await this.lookWith(async (db) => ({ firstDue: await firstDue(db) }))
  }

  /** The same with a look that sees more. */
  async lookWith<Seen extends { firstDue: number }>(look: (db: Db) => Promise<Seen>): Promise<Seen> {
    this.#announced = Number.POSITIVE_INFINITY
    const seen = await look(this.#workspace.db)
    this.#nextDue = Math.min(seen.firstDue, this.#announced)
    return seen
  }

  /** Carries out what has come due, in order, each event exactly once: what it does and that it is done are committed together. */
  async catchUp(): Promise<void> {
    if (this.#nextDue > this.#workspace.clock.now()) return
    this.#catchingUp ??= this.#carryOutAll().finally(() => {
      this.#catchingUp = undefined
    })
    await this.#catchingUp
  }

  async #carryOutAll(): Promise<void> {
    while (await this.#carryOutSome(this.#workspace.clock.now())) {
      // Other calls take their turn between two rounds.
    }
    await this.lookAhead()
  }

  /** One round; whether there was anything to do. */
  async #carryOutSome(now: number): Promise<boolean> {
    let failure: { event: KeptEvent; error: unknown } | undefined
    try {
      return await this.#workspace.write(async (db) => {
        failure = undefined
        this.#announced = Number.POSITIVE_INFINITY
        const done: KeptEvent[] = []
        for (const event of await dueEvents(db, now, eventsAtATime)) {
          // What an event of this round has brought about may come before the rest of the round.
          if (done.length > 0 && this.#announced < event.at) break
          await this.#carryOut(event, db).catch((error) => {
            failure = { event, error }
            throw error
          })
          done.push(event)
        }
        await removeEvents(db, done)
        return done.length > 0
      }, 'alone')
    } catch (error) {
      if (!failure || error !== failure.error || error instanceof OutOfReach) throw error
      await this.#setAside(failure.event, error)
      return true
    }
  }

  async #carryOut({ at, kind, payload }: KeptEvent, db: Db): Promise<void> {
    const handle = this.#handlers.get(kind)
    if (!handle) throw new Error(`Nobody handles ${kind}`)
    await handle(payload, worldOf(this.#workspace, { db, clock: new Clock({ mode: 'frozen', at }) }))
  }

  /** A handler that fails is a bug of the sandbox; the events behind it must not wait for it for ever. */
  async #setAside(event: KeptEvent, error: unknown): Promise<void> {
    warn(`moph-sandbox: ${event.kind} of ${new Date(event.at).toISOString()} failed; this is a bug of the sandbox. ${errorText(error)}`)
    await this.#workspace.write((db) => setAside(db, event, String(error)), 'alone')
  }
}
