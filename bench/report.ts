import type { CardSpeed } from './card.ts'
import type { Deliveries } from './deliveries.ts'
import type { Memory } from './memory.ts'
import type { Verdict } from './results.ts'
import type { Speed } from './speed.ts'
import type { StartUp } from './startup.ts'
import type { OperationSpeed } from './upstreams.ts'
import { isHeldUp, ratios } from './verdicts.ts'
import type { WorkspaceCost } from './workspaces.ts'

export function printSpeed(title: string, speeds: readonly Speed[]): void {
  heading(title)
  table(
    ['', 'requests/s', 'CPU µs/request', 'its rounds', 'p50 ms', 'p99 ms', 'errors', 'server busy', 'load busy'],
    speeds.map(({ name, median, rounds }) => [
      name,
      median.requestsPerSecond.toFixed(0),
      median.cpuMicros.toFixed(1),
      spread(rounds.map(({ cpuMicros }) => cpuMicros)),
      median.p50Ms.toFixed(2),
      median.p99Ms.toFixed(2),
      '0',
      percent(median.serverBusy),
      percent(median.loadBusy),
    ]),
  )
  const heldUp = speeds.filter(({ median }) => isHeldUp(median)).map(({ name }) => name)
  if (heldUp.length > 0)
    console.log(`\n!! Other programs (or the load) held up ${heldUp.join(', ')}: trust CPU a request and its ratios more than requests/s.`)
}

export function printRatios(speeds: readonly Speed[]): void {
  const peers = speeds.map(({ name }) => name).filter((name) => name !== 'sandbox')
  console.log()
  table(
    ['sandbox against', 'by requests/s', 'by CPU'],
    peers.map((peer) => {
      const { byRequests, byCpu } = ratios('sandbox', peer, speeds)
      return [peer, byRequests.toFixed(2), byCpu.toFixed(2)]
    }),
  )
}

/** One line an operation: how the sandbox answers it, and how that compares. */
export function printUpstreams(operations: readonly OperationSpeed[]): void {
  heading('One read and one write of each upstream: the sandbox, and its ratios by requests/s (by CPU)')
  const peers = operations[0]!.speeds.map(({ name }) => name).filter((name) => name !== 'sandbox')
  table(
    ['', '', 'requests/s', 'CPU µs/request', 'its rounds', 'p99 ms', ...peers.map((peer) => `of ${peer}`)],
    operations.map(({ operation, effect, speeds }) => {
      const { median, rounds } = speeds.find(({ name }) => name === 'sandbox')!
      const against = peers.map((peer) => {
        const { byRequests, byCpu } = ratios('sandbox', peer, speeds)
        return `${byRequests.toFixed(2)} (${byCpu.toFixed(2)})`
      })
      const cpu = [median.cpuMicros.toFixed(1), spread(rounds.map(({ cpuMicros }) => cpuMicros))]
      return [operation, effect, median.requestsPerSecond.toFixed(0), ...cpu, median.p99Ms.toFixed(2), ...against]
    }),
  )
}

export function printWorkspaces(costs: readonly WorkspaceCost[]): void {
  heading('A new workspace with the demo world, and a reset of one')
  table(
    ['', 'new, ms', 'CPU ms', 'its rounds', 'reset, ms', 'CPU ms', 'its rounds'],
    costs.map(({ name, made, reset }) => [
      name,
      ...[made, reset].flatMap(({ ms, cpuMs, rounds }) => [ms.toFixed(1), cpuMs.toFixed(1), spread(rounds.map((round) => round.cpuMs))]),
    ]),
  )
}

export function printMemory(memory: readonly Memory[]): void {
  heading('Memory at the end, and over what it was after a tenth')
  table(
    ['', '', 'requests', 'resident MB', 'growth'],
    memory.map(({ name, load, series, residentMb, growth }) => [
      name,
      load,
      series.at(-1)!.requests.toLocaleString('en'),
      residentMb.toFixed(0),
      growth.toFixed(2),
    ]),
  )
}

export function printCard({ commands, commandsPerSecond, readMs, throughPcsc }: CardSpeed): void {
  heading(`The virtual ID card: a full read with photo, ${commands} commands`)
  table(
    ['', 'ms a read', 'commands/s'],
    [
      ['interpreter, commands alone', ((commands * 1000) / commandsPerSecond).toFixed(3), commandsPerSecond.toFixed(0)],
      ['interpreter, with our reader', readMs.toFixed(3), ((commands * 1000) / readMs).toFixed(0)],
      ...(throughPcsc
        ? [
            ['through pcscd and vpcd', throughPcsc.virtualMs.toFixed(2), ((commands * 1000) / throughPcsc.virtualMs).toFixed(0)],
            ['the same, a card of constants', throughPcsc.constantMs.toFixed(2), ((commands * 1000) / throughPcsc.constantMs).toFixed(0)],
          ]
        : []),
    ],
  )
  if (!throughPcsc) console.log('\n!! Not through PC/SC: apt-get install pcscd vsmartcard-vpcd.')
}

export function printDeliveries(deliveries: readonly Deliveries[]): void {
  heading('Deliveries due at one advance of the clock: in order, each once')
  table(
    ['state in', 'deliveries', 'seconds', 'µs each'],
    deliveries.map(({ store, count, seconds, microsEach }) => [
      store,
      count.toLocaleString('en'),
      seconds.toFixed(2),
      microsEach.toFixed(1),
    ]),
  )
}

export function printStartUp(startUps: readonly StartUp[]): void {
  heading('Start-up: from the start of the process to the first 200 on a GET by date')
  table(
    ['', 'cold ms', '(best)', '(CPU)', 'warm ms', '(best)', '(CPU)', 'idle MB'],
    startUps.map(({ name, cold, warm, idleMb }) => [
      name,
      ...[cold, warm].flatMap((starts) => [starts.medianMs, starts.bestMs, starts.medianCpuMs].map((figure) => figure.toFixed(0))),
      idleMb.toFixed(0),
    ]),
  )
}

export function printVerdicts(verdicts: readonly Verdict[]): void {
  heading('Aims')
  const word = (reached: boolean | undefined) => (reached === undefined ? 'not measured' : reached ? 'reached' : 'NOT REACHED')
  for (const { aim, figure, reached } of verdicts) console.log(`  ${word(reached).padEnd(12)}  ${aim}: ${figure}`)
}

export function heading(text: string): void {
  console.log(`\n${text}\n`)
}

/** The lowest and the highest of the rounds. */
const spread = (figures: readonly number[]) => `${Math.min(...figures).toFixed(1)}–${Math.max(...figures).toFixed(1)}`

const percent = (share: number, digits = 0) => `${(share * 100).toFixed(digits)} %`

export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]!.length)))
  for (const row of [head, ...rows])
    console.log(`  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')}`)
}
