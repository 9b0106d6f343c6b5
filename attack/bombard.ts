import type { Request } from '../fixtures/harness/sandbox.ts'
import type { Felt, Victim } from './sandbox.ts'

export interface Shot extends Request {
  path: string
}

/** What a load came to. */
export interface Outcome extends Felt {
  sent: number
  /** By status; 0 where there was no whole answer. */
  statuses: ReadonlyMap<number, number>
  /** What was answered with 5xx, as it was sent. */
  failed: string[]
}

/** Sends calls from several sides until a number of them, or a time, is over. */
export async function bombard(
  victim: Victim,
  shots: Iterator<Shot>,
  {
    sides,
    untilSent = Number.POSITIVE_INFINITY,
    seconds = Number.POSITIVE_INFINITY,
  }: { sides: number; untilSent?: number; seconds?: number },
): Promise<Outcome> {
  const end = performance.now() + seconds * 1000
  const statuses = new Map<number, number>()
  const failed: string[] = []
  let sent = 0
  await victim.felt()
  const side = async () => {
    while (sent < untilSent && performance.now() < end && victim.alive) {
      const { value, done } = shots.next()
      if (done) return
      sent++
      const { path, ...request } = value
      const status = await victim.statusOf(path, request)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status >= 500) failed.push(`${status} ${request.method} ${path} ${String(request.raw ?? '')}`.slice(0, 400))
    }
  }
  await Promise.all(Array.from({ length: sides }, side))
  const felt = victim.alive ? await victim.felt() : { busyMs: 0, waitedMs: 0, peakBytes: 0 }
  return { ...felt, sent, statuses, failed }
}
