import { oddRequests, throwAt } from '../bytes.ts'
import type { Figure } from '../figures.ts'
import type { Plan } from '../options.ts'
import { Victim } from '../sandbox.ts'

const perMinute = 6_000

/** Bytes that are no HTTP, or HTTP in a way of its own, on sockets that are broken off. */
export async function attackWithBytes({ minutes }: Plan): Promise<Figure[]> {
  const victim = await Victim.start()
  try {
    const failed: string[] = []
    let sent = 0
    while (sent < perMinute * minutes && victim.alive) {
      const round = oddRequests.map(async (bytes) => {
        const status = await throwAt(victim.url, bytes)
        if (status === 500) failed.push(bytes.toString('latin1').slice(0, 200))
      })
      await Promise.all(round)
      // The first of each compiles what the others use.
      if (sent === 0) await victim.felt()
      sent += round.length
    }
    const { status } = await victim.control('GET', '/status')
    const { busyMs } = await victim.felt()
    return [
      { name: 'connections', value: sent, unit: '' },
      { name: 'crashes', value: victim.alive && status === 200 ? 0 : 1, unit: '', atMost: 0 },
      { name: 'answered 500', value: failed.length, unit: '', atMost: 0, details: failed },
      { name: `longest stretch of work, ${oddRequests.length} at a time`, value: busyMs, unit: 'ms' },
    ]
  } finally {
    await victim.close()
  }
}
