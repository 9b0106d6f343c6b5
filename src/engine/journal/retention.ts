import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** How much of the journals is kept in a data folder, over all its workspaces. */
export interface JournalMax {
  bytes: number
  ageMs?: number
}

export const usualJournalMax: JournalMax = { bytes: 512 * 1024 * 1024 }

const journalNames = /^journal(\.\d+)?\.jsonl$/

/** Keeps the journals of a data folder within one bound of size and age: the files written to longest ago go first. */
export class Retention {
  readonly #folder: string
  readonly #max: JournalMax

  constructor(folder: string, max: JournalMax = usualJournalMax) {
    this.#folder = folder
    this.#max = max
  }

  /** When a file is full: small enough that dropping one drops little of what may be kept. */
  get segmentBytes(): number {
    return Math.min(32 * 1024 * 1024, Math.max(256 * 1024, Math.floor(this.#max.bytes / 16)))
  }

  async enforce(now = Date.now()): Promise<void> {
    const files = (await this.#files()).sort((one, other) => other.writtenAt - one.writtenAt)
    let bytes = 0
    for (const { path, size, writtenAt } of files) {
      bytes += size
      const tooOld = this.#max.ageMs !== undefined && now - writtenAt > this.#max.ageMs
      if (bytes > this.#max.bytes || tooOld) await rm(path, { force: true })
    }
  }

  async #files(): Promise<{ path: string; size: number; writtenAt: number }[]> {
    const folders = await readdir(this.#folder, { withFileTypes: true }).catch(() => [])
    const inEach = folders
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const folder = join(this.#folder, name)
        const names = (await readdir(folder).catch(() => [])).filter((file) => journalNames.test(file))
        return Promise.all(
          names.map(async (file) => {
            const path = join(folder, file)
            const { size = 0, mtimeMs = 0 } = (await stat(path).catch(() => undefined)) ?? {}
            return { path, size, writtenAt: mtimeMs }
          }),
        )
      })
    return (await Promise.all(inEach)).flat()
  }
}

const units: Readonly<Record<string, number>> = { kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 }
const days: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 }

/** `512MB`, `30d`, or both: `2GB,30d`. Undefined where it is neither. */
export function journalMaxOf(text: string): JournalMax | undefined {
  let max: JournalMax = { ...usualJournalMax }
  for (const part of text.split(',')) {
    const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(part) ?? []
    const size = units[unit?.toLowerCase() ?? '']
    const time = days[unit?.toLowerCase() ?? '']
    if (number === undefined || Number(number) <= 0) return undefined
    if (size !== undefined) max = { ...max, bytes: Math.floor(Number(number) * size) }
    else if (time !== undefined) max = { ...max, ageMs: Number(number) * time }
    else return undefined
  }
  return max
}
