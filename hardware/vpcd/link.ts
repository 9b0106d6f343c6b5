import type { NetConnectOpts } from 'node:net'
import { warn } from '../../src/terminal/say.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { Settings } from '../../src/upstream/settings.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { FaultProgress } from '../card/faults.ts'
import type { FaultyCard } from '../card/faulty-card.ts'
import type { SlotView } from '../card-source.ts'
import { chipOf, findCard } from '../cards.ts'
import { faultOf, progressOf } from '../readers.ts'
import type { ReaderRow } from '../tables.ts'
import { recorded, type Step } from '../trace/trace.ts'
import { VpcdSlot, vpcdSlots } from './slot.ts'

/** Some eighty full reads. */
const mostSteps = 5_000
/** A trace has an answer to reset, also where there was no card yet. */
const noCardYet = Uint8Array.of(0x3b, 0x00)
/** Far below the 400 ms in which pcscd looks for a card. */
const lookEveryMs = 100

interface LinkOptions {
  /** Whose readers have slots: the ones that were plugged in first and second. */
  workspace: { readonly db: Db; readonly settings: Readonly<Settings>; readonly dropped: boolean }
  /** Where vpcd listens for the card of a slot, from 0. */
  address(slot: number): NetConnectOpts
  /** A card has left a reader by a fault, which PC/SC has seen by now. */
  pulledOut(reader: string, insertion: number): Promise<void>
  /** A fault has struck a card in a reader. */
  faultCame(where: Pick<ReaderRow, 'reader' | 'insertion' | 'fault'>, progress: FaultProgress): Promise<void>
}

/** What a slot was last made to be. A reset of the workspace counts insertions anew, so the card counts too. */
type Shown = Pick<ReaderRow, 'reader' | 'insertion' | 'connected' | 'card' | 'fault' | 'fault_progress'>

/**
 * Keeps the slots of vpcd like the readers of a workspace: whoever puts a card in there (the control API, a reset, a snapshot, another
 * process on the same database) puts it into the operating system's reader.
 */
export class VpcdLink {
  readonly #options: LinkOptions
  readonly #slots: readonly VpcdSlot[]
  readonly #shown: (Shown | undefined)[] = []
  readonly #chips: (FaultyCard | undefined)[] = []
  #readers: string[] = []
  /** What was said in each slot since its card was put in; of the last card, where it is empty. */
  readonly #steps: Step[][] = Array.from({ length: vpcdSlots }, () => [])
  readonly #atrs: (Uint8Array | undefined)[] = []
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(options: LinkOptions) {
    this.#options = options
    this.#slots = Array.from(
      { length: vpcdSlots },
      (_, slot) => new VpcdSlot(options.address(slot), { pulledOut: () => void this.#pulledOut(slot) }),
    )
  }

  async start(): Promise<void> {
    await this.#look()
    this.#lookAgain()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#looking
    for (const slot of this.#slots) slot.remove()
  }

  /** A reader's slot; undefined for a reader that has none. */
  view(reader: string): SlotView | undefined {
    const index = this.#readers.indexOf(reader)
    const slot = this.#slots[index]
    if (!slot) return undefined
    const { card, connected } = slot
    const state = card ? (connected ? 'connected' : 'waiting') : 'empty'
    return { state, trace: { atr: this.#atrs[index] ?? noCardYet, steps: this.#steps[index]! } }
  }

  /** One look after the other, however long the database takes. */
  #lookAgain(): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().then(() => {
        if (!this.#stopped) this.#lookAgain()
      })
    }, lookEveryMs)
  }

  async #look(): Promise<void> {
    try {
      const rows = await firstReaders(this.#options.workspace.db, {})
      this.#readers = rows.map(({ reader }) => reader)
      for (const index of this.#slots.keys()) await this.#bringUpToDate(index, rows[index])
    } catch (error) {
      // A workspace in the middle of a reset, a database out of reach: the next look is soon.
      if (this.#options.workspace.dropped) return
      this.#complain(error as Error)
    }
  }

  async #bringUpToDate(index: number, row: ReaderRow | undefined): Promise<void> {
    const [slot, shown] = [this.#slots[index]!, this.#shown[index]]
    const before = this.#chips[index]
    if (!row) {
      // A reset has taken the reader away.
      this.#shown[index] = undefined
      this.#chips[index] = undefined
      slot.remove()
      return
    }
    const sameCard =
      shown !== undefined && (['reader', 'insertion', 'connected', 'card'] as const).every((name) => shown[name] === row[name])
    if (sameCard) {
      if (before) this.#change(index, before, shown, row)
      this.#shown[index] = row
      return
    }
    const { reader, connected, card, fault } = row
    const { db, settings } = this.#options.workspace
    const named = card === null || connected === 0 ? undefined : await findCard(db, card)
    const chip = named && chipOf(named, faultOf({ fault }), { progress: progressOf(row), seed: `${settings.seed} ${reader}` })
    this.#shown[index] = row
    this.#chips[index] = chip
    if (!chip) {
      slot.remove()
      return
    }
    chip.onStruck = () => void this.#struck(index, chip)
    this.#steps[index] = []
    this.#insert(index, chip)
  }

  /** The same card with another fault: what programs have selected stays so. */
  #change(index: number, chip: FaultyCard, shown: Shown, { fault, fault_progress }: ReaderRow): void {
    if (shown.fault !== fault) {
      const atr = chip.atr
      chip.fault = faultOf({ fault })
      // pcscd knows the answer to reset of the insertion: the card leaves and comes back.
      if (Buffer.compare(atr, chip.atr) !== 0) this.#insert(index, chip)
    }
    // The agent reads the same card, in memory: a fault that has struck it there has struck.
    const elsewhere = progressOf({ fault_progress })
    if (elsewhere && elsewhere.struck > chip.progress.struck) chip.progress = elsewhere
  }

  #insert(index: number, chip: FaultyCard): void {
    this.#atrs[index] = chip.atr
    this.#slots[index]!.insert(recorded(chip, (step) => this.#keep(index, step)))
  }

  async #struck(index: number, chip: FaultyCard): Promise<void> {
    if (this.#chips[index] !== chip) return
    await this.#options.faultCame(this.#shown[index]!, chip.progress).catch((error) => this.#complain(error as Error))
  }

  #keep(index: number, step: Step): void {
    const steps = this.#steps[index]!
    steps.push(step)
    if (steps.length > 2 * mostSteps) steps.splice(0, steps.length - mostSteps)
  }

  async #pulledOut(index: number): Promise<void> {
    const { reader, insertion } = this.#shown[index]!
    await this.#options.pulledOut(reader, insertion).catch((error) => this.#complain(error as Error))
    this.#shown[index] = undefined
    this.#chips[index] = undefined
  }

  #toldOf = ''

  /** Once for the same trouble. */
  #complain({ message }: Error): void {
    if (message === this.#toldOf) return
    this.#toldOf = message
    warn(`moph-sandbox: the readers of the workspace could not be looked at for vpcd: ${message}`)
  }
}

const firstReaders = prepared((db, _none: object) => db.selectFrom('card_readers').selectAll().orderBy('position').limit(vpcdSlots))
