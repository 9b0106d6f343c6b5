import { bombard } from '../bombard.ts'
import { brokenCalls, goodCalls, variations } from '../calls.ts'
import type { Figure } from '../figures.ts'
import type { Plan } from '../options.ts'
import { Victim } from '../sandbox.ts'

/** Of each operation: enough that variations of them seldom come twice. */
const each = 60
const sides = 16

/** Malformed calls to every operation, from several sides; and as many good ones to another sandbox, for its memory. */
export async function attackWithCalls({ minutes, seed }: Plan): Promise<Figure[]> {
  const victim = await Victim.start()
  const spared = await Victim.start()
  try {
    const hostile = variations(brokenCalls(seed, each, await victim.token()), seed)
    const outcome = await bombard(victim, hostile, { sides, seconds: minutes * 60 })
    const good = around(goodCalls(seed, each, await spared.token()))
    const calm = await bombard(spared, good, { sides, untilSent: outcome.sent, seconds: minutes * 90 })
    const unanswered = outcome.statuses.get(0) ?? 0
    return [
      { name: 'calls sent', value: outcome.sent, unit: '' },
      { name: 'good calls sent, to compare', value: calm.sent, unit: '' },
      { name: 'crashes', value: victim.alive ? 0 : 1, unit: '', atMost: 0, details: victim.alive ? [] : [victim.printed.slice(-2000)] },
      { name: 'answered 5xx', value: outcome.failed.length, unit: '', atMost: 0, details: outcome.failed },
      { name: 'not answered', value: unanswered, unit: '', atMost: 0 },
      { name: `longest stretch of work, ${sides} calls at a time`, value: outcome.busyMs, unit: 'ms' },
      { name: 'memory at the peak', value: outcome.peakBytes / 2 ** 20, unit: 'MiB' },
      { name: 'of that of good calls', value: outcome.peakBytes / calm.peakBytes, unit: 'times', atMost: 1.5 },
    ]
  } finally {
    await Promise.all([victim.close(), spared.close()])
  }
}

function* around<Item>(items: readonly Item[]): Generator<Item> {
  while (true) yield* items
}
