import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Which core the server gets, and which the load; undefined where they cannot be kept apart. */
export interface Cores {
  server: number
  load: number
}

/** Two cores of this machine that do not share their arithmetic; says loudly why if there are none. */
export function chooseCores(): Cores | undefined {
  if (spawnSync('taskset', ['--version']).error) {
    warn('taskset is missing (apt-get install util-linux)')
    return undefined
  }
  const [server, ...others] = allowedCores()
  if (server === undefined || others.length === 0) {
    warn('this machine lets us use one core only')
    return undefined
  }
  const siblings = coresIn(readIfThere(`/sys/devices/system/cpu/cpu${server}/topology/thread_siblings_list`))
  const load = others.find((core) => !siblings.includes(core))
  if (load === undefined) console.error(`!! Cores ${server} and ${others[0]} are two threads of one core: the load slows the server down.`)
  return { server, load: load ?? others[0]! }
}

/** The command line that runs a program on one core. */
export function pinned(core: number | undefined, command: readonly string[]): [string, string[]] {
  const [program = '', ...args] = core === undefined ? command : ['taskset', '-c', String(core), ...command]
  return [program, args]
}

/** The bench itself keeps off the server's core. */
export function pinThisProcess(core: number): void {
  execFileSync('taskset', ['-a', '-p', '-c', String(core), String(process.pid)], { stdio: 'ignore' })
}

function allowedCores(): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return coresIn(list?.[1] ?? '')
}

/** `0-2,5` */
function coresIn(list: string): number[] {
  return list
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number)
      return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    })
}

const readIfThere = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '')

function warn(reason: string): void {
  console.error(`\n!! NOT PINNED: ${reason}. Server and load share cores, so requests/s mean little; CPU a request still counts.\n`)
}
