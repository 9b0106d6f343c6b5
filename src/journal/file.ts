import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { appendFile, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type JournalFile, mostKept } from './journal.ts'
import type { KeptExchange } from './kept.ts'

const largestFile = 256 * 1024 * 1024
const tailSize = 4 * 1024 * 1024

/** `journal.jsonl` in the workspace's folder, one exchange a line; at 256 MiB it becomes `journal.1.jsonl`. */
export function journalFile(folder: string): JournalFile {
  const path = join(folder, 'journal.jsonl')
  return {
    async load() {
      if (!existsSync(path)) return []
      return exchangesIn(await readFile(path, 'utf8')).slice(-mostKept)
    },
    lastId: () => exchangesIn(tailOf(path)).at(-1)?.id ?? 0,
    async write(exchanges) {
      if (existsSync(path) && statSync(path).size > largestFile) renameSync(path, join(folder, 'journal.1.jsonl'))
      await appendFile(path, exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''))
    },
    clear: () => rm(path, { force: true }),
  }
}

/** A process that is killed may leave half a line, at the end or, once another has written on, in the middle. */
function exchangesIn(text: string): KeptExchange[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as KeptExchange]
    } catch {
      return []
    }
  })
}

function tailOf(path: string): string {
  if (!existsSync(path)) return ''
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const tail = Buffer.alloc(Math.min(size, tailSize))
    readSync(file, tail, 0, tail.length, size - tail.length)
    return tail.toString('utf8')
  } finally {
    closeSync(file)
  }
}
