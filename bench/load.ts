import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { pinned } from './cores.ts'
import type { Request, Server } from './server.ts'

/** What one run of load against one server came to. */
export interface Run {
  requests: number
  requestsPerSecond: number
  /** Microseconds of CPU that the whole server process used for one request. */
  cpuMicros: number
  p50Ms: number
  p99Ms: number
  /** Share of one core that the server used, and the load generator: a server below 0.9 was held up by something else. */
  serverBusy: number
  loadBusy: number
}

export interface Load {
  request: Request
  seconds: number
  /** A script under bench/load and its arguments. */
  script: 'report.lua' | 'confirm.lua' | 'send.lua' | 'mixed.lua'
  args?: readonly (string | number)[]
}

export const connections = 32

export function mustHaveWrk(): void {
  if (!spawnSync('wrk', ['--version']).error) return
  throw new Error('wrk, the load generator, is missing. Get it with: apt-get install wrk (Debian, Ubuntu) or brew install wrk')
}

/** Loads a server for some seconds; an error or any other answer than 200 is thrown. */
export async function load(server: Server, { request, seconds, script, args = [] }: Load, core: number | undefined): Promise<Run> {
  const path = fileURLToPath(new URL(`load/${script}`, import.meta.url))
  const headers = Object.entries(request.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const wrk = ['wrk', '-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '10s', '-s', path, ...headers]
  const [program, all] = pinned(core, [...wrk, `${server.url}${request.path}`, '--', ...args.map(String)])

  const before = { cpu: server.cpuSeconds, at: performance.now() }
  const output = await outputOf(program, all)
  const serverSeconds = server.cpuSeconds - before.cpu
  const elapsed = (performance.now() - before.at) / 1000

  const { requests, microseconds, p50, p99, unexpected, broken, cpuSeconds } = reportIn(output)
  if (requests === 0) throw new Error(`${server.name} answered nothing:\n${output}`)
  if (unexpected + broken > 0)
    throw new Error(
      `${server.name}: ${unexpected} of ${requests} answers were not 200, ${broken} connections failed. This is no measurement.`,
    )
  return {
    requests,
    requestsPerSecond: requests / (microseconds / 1e6),
    cpuMicros: (serverSeconds / requests) * 1e6,
    p50Ms: p50 / 1000,
    p99Ms: p99 / 1000,
    serverBusy: serverSeconds / elapsed,
    loadBusy: cpuSeconds / elapsed,
  }
}

/** The line that report.lua prints. */
interface Report {
  requests: number
  microseconds: number
  p50: number
  p99: number
  unexpected: number
  broken: number
  cpuSeconds: number
}

function reportIn(output: string): Report {
  const line = output.split('\n').find((text) => text.startsWith('{'))
  if (line === undefined) throw new Error(`wrk did not report:\n${output}`)
  return JSON.parse(line)
}

function outputOf(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, (error, stdout, stderr) =>
      error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(stdout + stderr),
    )
  })
}
