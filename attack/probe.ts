import { performance } from 'node:perf_hooks'

/**
 * Runs inside the sandbox under attack (`node --import`): how long its thread was busy in one go, and its memory at the peak.
 *
 * Busy time is CPU time of the main thread between two turns of the loop, so that a machine that has other things to do does not look like
 * a stall; the wall clock is told beside it.
 */
const everyMs = 2
let busyMs = 0
let waitedMs = 0
let cpu = process.threadCpuUsage()
let at = performance.now()

setInterval(() => {
  const used = process.threadCpuUsage(cpu)
  const now = performance.now()
  busyMs = Math.max(busyMs, (used.user + used.system) / 1000)
  waitedMs = Math.max(waitedMs, now - at - everyMs)
  cpu = process.threadCpuUsage()
  at = now
}, everyMs).unref()

process.on('message', () => {
  process.send!({ busyMs, waitedMs, peakBytes: process.resourceUsage().maxRSS * 1024 })
  busyMs = 0
  waitedMs = 0
})
process.channel!.unref()
