import type { Answer } from '../../fixtures/harness/sandbox.ts'
import { hostileBodies } from '../../src/engine/gateway/testing/hostile.ts'
import { written } from '../../src/engine/gateway/testing/write.ts'
import type { Operation } from '../../src/upstream/operation.ts'
import { allOperations } from '../calls.ts'
import type { Figure } from '../figures.ts'
import { Victim } from '../sandbox.ts'

/** What docs/limits.md promises. */
const mostMs = 50

const attempts = 4

/** Bodies of almost 1 MiB that are built from each schema to cost as much as they can, one at a time, with a token and without. */
export async function attackWithLargeCalls(): Promise<Figure[]> {
  const victim = await Victim.start()
  try {
    const token = await victim.token()
    let sent = 0
    let longest = 0
    let largestReply = 0
    const stalls: { ms: number; line: string }[] = []
    const failed: string[] = []
    for (const operation of allOperations) {
      for (const { name, contentType, body } of hostileBodies(operation)) {
        for (const authorization of operation.roles ? [undefined, `Bearer ${token}`] : [undefined]) {
          const path = pathOf(operation)
          const headers = { 'content-type': contentType, ...(authorization ? { authorization } : {}) }
          let busyMs = Number.POSITIVE_INFINITY
          let answer: Answer | undefined
          // A garbage collection or a first compilation may fall into one: what a call costs, it costs each time.
          for (let attempt = 0; attempt < attempts && busyMs > mostMs && victim.alive; attempt++) {
            await victim.felt()
            answer = await victim.send(path, { method: operation.method, headers, raw: body }).catch(() => undefined)
            if (victim.alive) busyMs = Math.min(busyMs, (await victim.felt()).busyMs)
            sent++
          }
          if (!victim.alive) break
          longest = Math.max(longest, busyMs)
          largestReply = Math.max(largestReply, Buffer.byteLength(answer?.text ?? ''))
          const line = `${operation.id} ${name}${authorization ? ' (with a token)' : ''}`
          if (busyMs > mostMs) stalls.push({ ms: busyMs, line: `${busyMs.toFixed(0)} ms: ${line}` })
          if (!answer || answer.status >= 500) failed.push(`${answer?.status ?? 'no answer'}: ${line}`)
        }
      }
    }
    const worst = stalls.sort((a, b) => b.ms - a.ms).map(({ line }) => line)
    return [
      { name: 'calls of almost 1 MiB', value: sent, unit: '' },
      { name: 'crashes', value: victim.alive ? 0 : 1, unit: '', atMost: 0, details: victim.alive ? [] : [victim.printed.slice(-2000)] },
      { name: 'answered 5xx, or not', value: failed.length, unit: '', atMost: 0, details: failed },
      { name: 'longest stretch of work for one', value: longest, unit: 'ms', atMost: mostMs, details: worst },
      { name: 'largest reply', value: largestReply / 1024, unit: 'KiB' },
    ]
  } finally {
    await victim.close()
  }
}

/** With values for the path that are of the right form. */
const pathOf = (operation: Operation) =>
  written(operation, { path: { hcode: '99999', zone: 'production', hospital_code: '99999', issuer: 'cvp1' }, query: {} }).path
