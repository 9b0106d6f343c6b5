import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** Seconds of CPU that a process has used: all its threads, its children and theirs. */
export function cpuSeconds(pid: number): number {
  const [utime, stime, childrenUtime, childrenStime] = statFields(pid)
  const ended = utime! + stime! + childrenUtime! + childrenStime!
  return childrenOf(pid).reduce((sum, child) => sum + cpuSeconds(child), ended / ticksPerSecond)
}

/** Resident memory in MB, children included. */
export function residentMb(pid: number): number {
  const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  return childrenOf(pid).reduce((sum, child) => sum + residentMb(child), own)
}

/** utime, stime, cutime, cstime: fields 14 to 17 of /proc/PID/stat, of which the kernel sums the first two over all threads. */
function statFields(pid: number): number[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in brackets, which may hold anything.
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return afterName.slice(11, 15).map(Number)
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
}
