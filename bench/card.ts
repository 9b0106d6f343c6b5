/** The virtual ID card: commands a second of the interpreter, and a full read through the real PC/SC beside one from a card of constants. */
import { ordinary } from '../fixtures/cards/people.ts'
import type { Card } from '../hardware/card/card.ts'
import { chipOf } from '../hardware/cards.ts'
import { readInserted } from '../hardware/pcsc/read.ts'
import { PcscReaders } from '../hardware/pcsc/readers.ts'
import { readIdCard } from '../hardware/reader/read-id-card.ts'
import { missingPcsc, PcscStack, slotNames } from '../hardware/testing/pcsc-stack.ts'
import { type Exchange, recorded, type Step } from '../hardware/trace/trace.ts'
import { VpcdSlot } from '../hardware/vpcd/slot.ts'
import { median } from './median.ts'

export interface CardSpeed {
  /** Commands of a full read, photo included. */
  commands: number
  commandsPerSecond: number
  /** A full read of the interpreter alone, warm: median. */
  readMs: number
  /** The same through pcscd and vpcd; undefined where they are not there. */
  throughPcsc: { virtualMs: number; constantMs: number; ratio: number } | undefined
}

const [warmUpReads, measuredReads] = [300, 1_000]

export async function measureCard(readsThroughPcsc: number): Promise<CardSpeed> {
  const exchanges = await fullRead()
  return {
    commands: exchanges.length,
    commandsPerSecond: commandsPerSecond(exchanges),
    readMs: await warmRead(),
    throughPcsc: missingPcsc ? undefined : await sideBySide(exchanges, readsThroughPcsc),
  }
}

/** What a full read says and hears. */
async function fullRead(): Promise<Exchange[]> {
  const steps: Step[] = []
  const card = recorded(chipOf(ordinary), (step) => steps.push(step))
  await readIdCard((command) => card.transmit(command), { atr: card.atr, photo: true })
  return steps.filter((step) => step.kind === 'exchange')
}

function commandsPerSecond(exchanges: readonly Exchange[]): number {
  const card = chipOf(ordinary)
  const play = (reads: number) => {
    for (let read = 0; read < reads; read++) for (const { command } of exchanges) card.transmit(command)
  }
  play(warmUpReads)
  const begun = performance.now()
  play(measuredReads)
  return (measuredReads * exchanges.length * 1000) / (performance.now() - begun)
}

async function warmRead(): Promise<number> {
  const card = chipOf(ordinary)
  const times: number[] = []
  for (let read = 0; read < warmUpReads + measuredReads; read++) {
    card.reset()
    const begun = performance.now()
    await readIdCard((command) => card.transmit(command), { atr: card.atr, photo: true })
    if (read >= warmUpReads) times.push(performance.now() - begun)
  }
  return median(times)
}

/** Answers what the card would, without looking: what the way there and back costs. */
function constants(exchanges: readonly Exchange[]): Card {
  let next = 0
  return {
    atr: chipOf(ordinary).atr,
    reset() {
      next = 0
    },
    transmit: () => exchanges[next++ % exchanges.length]!.answer,
  }
}

/** One read of each in turn, so that what else the machine does meets both. */
async function sideBySide(exchanges: readonly Exchange[], reads: number): Promise<NonNullable<CardSpeed['throughPcsc']>> {
  const stack = await PcscStack.start()
  Object.assign(process.env, stack.environment)
  const readers = await PcscReaders.open()
  const slots = [chipOf(ordinary), constants(exchanges)].map((card, index) => {
    const slot = new VpcdSlot(stack.slot(index))
    slot.insert(card)
    return slot
  })
  try {
    for (const name of slotNames) await readers.waitForCard({ reader: name, timeoutMs: 10_000 })
    const times: [number[], number[]] = [[], []]
    for (let turn = -5; turn < reads; turn++) {
      for (const index of [0, 1] as const) {
        const begun = performance.now()
        const reading = await readInserted(readers, readers.named(slotNames[index])!, { photo: true })
        if ('problem' in reading || reading.card.pid !== ordinary.data.pid)
          throw new Error(`The card was not read: ${JSON.stringify(reading)}`)
        if (turn >= 0) times[index].push(performance.now() - begun)
      }
    }
    const [virtualMs, constantMs] = [median(times[0]), median(times[1])]
    return { virtualMs, constantMs, ratio: virtualMs / constantMs }
  } finally {
    for (const slot of slots) slot.remove()
    readers.close()
    await stack.close()
  }
}
