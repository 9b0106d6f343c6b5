import type { CardSpeed } from './card.ts'
import type { Deliveries } from './deliveries.ts'
import type { Run } from './load.ts'
import type { Results, Verdict } from './results.ts'
import type { Speed } from './speed.ts'
import type { StartUp } from './startup.ts'
import type { OperationSpeed } from './upstreams.ts'

const longestStartMs = 500
const flatGrowth = 1.1
const flatCost = 1.3
const [ownShareMs, pcscRatio] = [1, 1.3]
const aims: readonly [peer: string, aim: number][] = [
  ['limit', 0.5],
  ['stripped', 0.8],
  ['prism', 5],
]

export function verdictsOf({ get, upstreams, deliveries, card, startUp, memory }: Results): Verdict[] {
  return [
    ...(get ? aims.map(([peer, aim]) => ratioTo(peer, aim, get)) : []),
    ...(upstreams ? aims.map(([peer, aim]) => everywhere(peer, aim, upstreams)) : []),
    ...(deliveries ? [linear(deliveries)] : []),
    ...(card ? cardVerdicts(card) : []),
    ...(startUp ?? [])
      .filter(({ name }) => name === 'sandbox')
      .map(({ cold, warm }) => ({
        aim: `first 200 within ${longestStartMs} ms of the process starting`,
        figure: `${inMs(cold)} cold, ${inMs(warm)} with a warm compile cache`,
        reached: cold.medianMs <= longestStartMs,
      })),
    ...(memory ?? []).map(({ name, growth }) => ({
      aim: `memory of ${name} flat (last / settled at most ${flatGrowth})`,
      figure: growth === undefined ? 'too few requests to tell' : growth.toFixed(2),
      reached: growth === undefined ? undefined : growth <= flatGrowth,
    })),
  ]
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

const inMs = ({ medianMs, bestMs }: StartUp['cold']) => `${medianMs.toFixed(0)} ms (best ${bestMs.toFixed(0)})`

/** By requests/s; by CPU where one of the two was held up, since requests/s then tell of something else. */
function ratioTo(peer: string, aim: number, speeds: readonly Speed[]): Verdict {
  const { byRequests, byCpu } = ratios('sandbox', peer, speeds)
  const heldUp = isHeldUp(medianOf('sandbox', speeds)) || isHeldUp(medianOf(peer, speeds))
  return {
    aim: `GET at least ${aim} × ${peer}`,
    figure: `${byRequests.toFixed(2)} by requests/s, ${byCpu.toFixed(2)} by CPU${heldUp ? ' (judged by CPU: other programs were in the way)' : ''}`,
    reached: (heldUp ? byCpu : byRequests) >= aim,
  }
}

/** The same aim for one read and one write of each upstream: how many reach it, and which is the furthest from it. */
function everywhere(peer: string, aim: number, operations: readonly OperationSpeed[]): Verdict {
  const figures = operations
    .map(({ operation, speeds }) => ({ operation, ratio: ratios('sandbox', peer, speeds).byCpu }))
    .toSorted((one, other) => one.ratio - other.ratio)
  const reached = figures.filter(({ ratio }) => ratio >= aim).length
  const [lowest] = figures
  return {
    aim: `a read and a write of each upstream at least ${aim} × ${peer}`,
    figure: `${reached} of ${figures.length} by CPU; lowest ${lowest!.operation} ${lowest!.ratio.toFixed(2)}`,
    reached: reached === figures.length,
  }
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
