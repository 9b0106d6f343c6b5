import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type JournalFile, mostKept } from './journal.ts'
import type { KeptExchange } from './kept.ts'

const largestFile = 256 * 1024 * 1024
const blockSize = 4 * 1024 * 1024
const lineBreak = 0x0a

/** `journal.jsonl` in the workspace's folder, one exchange a line; at 256 MiB it becomes `journal.1.jsonl`. */
export function journalFile(folder: string): JournalFile {
  const path = join(folder, 'journal.jsonl')
  const older = join(folder, 'journal.1.jsonl')
  const last = (count: number) => {
    const newest = lastExchanges(path, count)
    return newest.length < count ? [...lastExchanges(older, count - newest.length), ...newest] : newest
  }
  let startsAfresh = endsWithinLine(path)
  return {
    load: async () => last(mostKept),
    lastId: () => last(1).at(-1)?.id ?? 0,
    async write(exchanges) {
      if (existsSync(path) && statSync(path).size > largestFile) renameSync(path, older)
      const lines = exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join('')
      await appendFile(path, startsAfresh ? `\n${lines}` : lines)
      startsAfresh = false
    },
    async clear() {
      await rm(path, { force: true })
      await rm(older, { force: true })
    },
  }
}

/** Read from the end, a block at a time: the file may be much larger than what is wanted of it. */
function lastExchanges(path: string, count: number): KeptExchange[] {
  if (!existsSync(path)) return []
  const file = openSync(path, 'r')
  try {
    const newestFirst: KeptExchange[] = []
    let rest = Buffer.alloc(0)
    for (let end = fstatSync(file).size; end > 0 && newestFirst.length < count; ) {
      const start = Math.max(0, end - blockSize)
      const text = Buffer.concat([readBlock(file, start, end), rest])
      const firstBreak = start === 0 ? -1 : text.indexOf(lineBreak)
      // Without a line break in it, all of it belongs to one long line that starts before.
      const whole = start > 0 && firstBreak < 0 ? text.length : firstBreak + 1
      newestFirst.push(...exchangesIn(text.subarray(whole)).reverse())
      rest = text.subarray(0, whole)
      end = start
    }
    return newestFirst.slice(0, count).reverse()
  } finally {
    closeSync(file)
  }
}

function readBlock(file: number, start: number, end: number): Buffer {
  const block = Buffer.alloc(end - start)
  readSync(file, block, 0, block.length, start)
  return block
}

/** As a process leaves it that is killed while it writes; the next line must not go on there. */
function endsWithinLine(path: string): boolean {
  if (!existsSync(path)) return false
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    return size > 0 && readBlock(file, size - 1, size)[0] !== lineBreak
  } finally {
    closeSync(file)
  }
}

/** A line that was not written to its end is left out. */
function exchangesIn(lines: Buffer): KeptExchange[] {
  return lines
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as KeptExchange]
      } catch {
        return []
      }
    })
}
