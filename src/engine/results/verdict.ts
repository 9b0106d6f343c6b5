/** Kinds of outcome. Unlike kinds are never summed. */
export const verdicts = ['pass', 'fail', 'skip', 'error', 'unavailable', 'blocked'] as const

/**
 * - `pass`: every expectation held
 * - `fail`: the target did something else than expected
 * - `skip`: not played, for the reason given
 * - `error`: the harness itself broke
 * - `unavailable`: the target could not be reached, or was too busy: says nothing about right or wrong
 * - `blocked`: a step that this one builds on did not pass
 */
export type Verdict = (typeof verdicts)[number]

export type Counts = Record<Verdict, number>

export function countsOf(steps: readonly { verdict: Verdict }[]): Counts {
  const counts: Counts = { pass: 0, fail: 0, skip: 0, error: 0, unavailable: 0, blocked: 0 }
  for (const { verdict } of steps) counts[verdict]++
  return counts
}
