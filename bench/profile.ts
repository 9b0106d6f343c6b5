import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Hot {
  function: string
  place: string
  /** Share of the samples in which it was on top of the stack. */
  share: number
}

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
  startTime: number
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** The functions with the most time of their own between two moments (`process.hrtime`, in microseconds), idle time left out. */
export function hottest(folder: string, from: number, to: number, count = 25): Hot[] {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))
  if (file === undefined) throw new Error('The sandbox left no CPU profile.')
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]))
  const times = new Map<string, number>()
  let at = profile.startTime
  let all = 0
  for (const [index, id] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index] ?? 0
    at += delta
    const frame = frames.get(id)
    if (at < from || at > to || !frame || frame.functionName === '(idle)') continue
    const key = `${frame.functionName || '(anonymous)'}\t${placeOf(frame)}`
    times.set(key, (times.get(key) ?? 0) + delta)
    all += delta
  }
  if (all === 0) throw new Error('The CPU profile has no samples of the time under load.')
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([key, time]) => {
      const [name = '', place = ''] = key.split('\t')
      return { function: name, place, share: time / all }
    })
}

function placeOf({ url, lineNumber }: { url: string; lineNumber: number }): string {
  if (url === '') return ''
  const path = url.startsWith('file://') ? fileURLToPath(url) : url
  return `${path.replace(root, '')}:${lineNumber + 1}`
}
