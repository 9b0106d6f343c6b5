import type { Cores } from './cores.ts'
import { type Load, load, type Run } from './load.ts'
import { median } from './median.ts'
import type { Plan } from './options.ts'
import type { Server } from './server.ts'

/** A server and the load it gets; asked for anew before each run, since a schedule has only so many slots. */
export interface Contender {
  server: Server
  load(): Promise<Omit<Load, 'seconds'>>
}

export interface Speed {
  name: string
  /** The median of the rounds, figure by figure. */
  median: Run
  rounds: Run[]
}

/** One after the other, round by round, so that a noisy machine hits all alike. */
export async function sideBySide(contenders: readonly Contender[], plan: Plan, cores: Cores | undefined): Promise<Speed[]> {
  const rounds = contenders.map((): Run[] => [])
  for (let round = 0; round < plan.rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      await load(contender.server, { ...(await contender.load()), seconds: plan.warmUpSeconds }, cores?.load)
      rounds[index]!.push(await load(contender.server, { ...(await contender.load()), seconds: plan.seconds }, cores?.load))
      process.stderr.write('.')
    }
  }
  process.stderr.write('\n')
  return contenders.map(({ server }, index) => ({ name: server.name, median: medianRun(rounds[index]!), rounds: rounds[index]! }))
}

function medianRun(runs: readonly Run[]): Run {
  const of = (figure: keyof Run) => median(runs.map((run) => run[figure]))
  return {
    requests: of('requests'),
    requestsPerSecond: of('requestsPerSecond'),
    cpuMicros: of('cpuMicros'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    serverBusy: of('serverBusy'),
    loadBusy: of('loadBusy'),
  }
}
