import type { CardSpeed } from './card.ts'
import type { Deliveries } from './deliveries.ts'
import type { Run } from './load.ts'
import type { Results, Verdict } from './results.ts'
import type { Speed } from './speed.ts'

const flatCost = 1.3
const [ownShareMs, pcscRatio] = [1, 1.3]

/** The aims of parts that stand by themselves; those of the heart are in aims.ts. */
export function verdictsOf({ deliveries, card }: Results): Verdict[] {
  return [...(deliveries ? [linear(deliveries)] : []), ...(card ? cardVerdicts(card) : [])]
}

function cardVerdicts({ readMs, throughPcsc }: CardSpeed): Verdict[] {
  return [
    {
      aim: `the interpreter's own share of a full read at most ${ownShareMs} ms, warm`,
      figure: `${readMs.toFixed(2)} ms`,
      reached: readMs <= ownShareMs,
    },
    {
      aim: `a full read through pcscd at most ${pcscRatio} of one from a card of constants`,
      figure: throughPcsc ? throughPcsc.ratio.toFixed(2) : 'no PC/SC here',
      reached: throughPcsc && throughPcsc.ratio <= pcscRatio,
    },
  ]
}

/** What one of many deliveries costs, against one of few. */
function linear(deliveries: readonly Deliveries[]): Verdict {
  const growths = ['memory', 'folder'].map((store) => {
    const own = deliveries.filter((one) => one.store === store)
    return own.at(-1)!.microsEach / own[0]!.microsEach
  })
  return {
    aim: `the cost of a delivery does not grow with their number (last / first at most ${flatCost})`,
    figure: `${growths.map((growth) => growth.toFixed(2)).join(' in memory, ')} in a folder`,
    reached: growths.every((growth) => growth <= flatCost),
  }
}

/** Other programs had a share of the server's core, or the load did not keep it busy. */
export const isHeldUp = ({ serverBusy }: Run) => serverBusy < 0.9

/** How many times as fast one is as the other: in requests a second, and in CPU a request. */
export function ratios(name: string, peer: string, speeds: readonly Speed[]): { byRequests: number; byCpu: number } {
  const [own, others] = [medianOf(name, speeds), medianOf(peer, speeds)]
  return { byRequests: own.requestsPerSecond / others.requestsPerSecond, byCpu: others.cpuMicros / own.cpuMicros }
}

function medianOf(name: string, speeds: readonly Speed[]): Run {
  const speed = speeds.find((one) => one.name === name)
  if (!speed) throw new Error(`${name} was not measured.`)
  return speed.median
}
