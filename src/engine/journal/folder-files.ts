import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { appendFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { warn } from '../../terminal/say.ts'
import { StoreProblem } from '../store/store.ts'
import type { KeptExchange } from './kept.ts'
import type { JournalFile } from './memory.ts'
import type { Retention } from './retention.ts'

const current = 'journal.jsonl'
const olderOnes = /^journal\.\d+\.jsonl$/
const blockSize = 1024 * 1024
const lineBreak = 0x0a

/** `journal.jsonl` in the workspace's folder, one exchange a line; when it is large it becomes `journal.<its last id>.jsonl`. */
export function journalFile(folder: string, retention: Retention): JournalFile {
  const path = join(folder, current)
  if (existsSync(path) && !statSync(path).isFile())
    throw new StoreProblem(
      `${path} is not a file: the journal can't be written there. Move it away, or choose another --data. / ${path} ไม่ใช่ไฟล์ ย้ายออกหรือเลือก --data อื่น`,
    )
  let startsAfresh = endsWithinLine(path)
  return {
    lastId: () => lastLine(path)?.id ?? lastIdOf(folder),
    async write(exchanges) {
      const lines = exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join('')
      await mkdir(folder, { recursive: true })
      await appendFile(path, startsAfresh ? `\n${lines}` : lines)
      startsAfresh = false
      if (statSync(path).size < retention.segmentBytes) return
      await rename(path, join(folder, `journal.${exchanges.at(-1)!.id}.jsonl`))
      await retention.enforce()
    },
    async *before(id) {
      for (const file of [path, ...(await older(folder))]) {
        const last = Number(/journal\.(\d+)\./.exec(file)?.[1] ?? Number.POSITIVE_INFINITY)
        for await (const exchange of backwards(file)) {
          // A journal that was cleared and begun again never holds a higher number before a lower one.
          if (exchange.id < id && exchange.id <= last) yield exchange
        }
      }
    },
    async clear() {
      for (const file of [path, ...(await older(folder))]) await rm(file, { force: true })
    },
  }
}

/** Those that are full, newest first. */
async function older(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => olderOnes.test(name))
    .sort((one, other) => Number(other.split('.')[1]) - Number(one.split('.')[1]))
    .map((name) => join(folder, name))
}

/** Of a journal whose last file has just become full. */
function lastIdOf(folder: string): number {
  if (!existsSync(folder)) return 0
  const ids = readdirSync(folder)
    .filter((name) => olderOnes.test(name))
    .map((name) => Number(name.split('.')[1]))
  return Math.max(0, ...ids)
}

/** The lines of a file from its end, a block at a time: it may be much larger than what is wanted of it. A line that is no exchange is left out, and told of once. */
async function* backwards(path: string): AsyncIterable<KeptExchange> {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return
  try {
    const rest: Buffer[] = []
    for (let end = (await file.stat()).size; end > 0; ) {
      const start = Math.max(0, end - blockSize)
      const block = Buffer.alloc(end - start)
      await file.read(block, 0, block.length, start)
      const firstBreak = start === 0 ? -1 : block.indexOf(lineBreak)
      if (start > 0 && firstBreak < 0) rest.unshift(block)
      else {
        const whole = Buffer.concat([block.subarray(firstBreak + 1), ...rest.splice(0)])
        yield* exchangesIn(whole, path)
        if (firstBreak >= 0) rest.push(block.subarray(0, firstBreak + 1))
      }
      end = start
    }
    if (rest.length > 0) yield* exchangesIn(Buffer.concat(rest), path)
  } finally {
    await file.close()
  }
}

/** The last line first; each is decoded when it is asked for. */
function* exchangesIn(lines: Buffer, path: string): Generator<KeptExchange> {
  for (let end = lines.length; end > 0; ) {
    const start = lines.lastIndexOf(lineBreak, end - 1) + 1
    const exchange = exchangeIn(lines.toString('utf8', start, end), path)
    if (exchange) yield exchange
    end = start - 1
  }
}

const toldOf = new Set<string>()

function exchangeIn(line: string, path: string): KeptExchange | undefined {
  if (line.trim() === '') return undefined
  const exchange = parsed(line)
  if (isExchange(exchange)) return exchange
  if (!toldOf.has(path)) warn(`moph-sandbox: ${path} has lines that are no exchanges; they are left out.`)
  toldOf.add(path)
  return undefined
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isExchange(value: unknown): value is KeptExchange {
  const { id, time, url, request, reply, findings } = (value ?? {}) as Partial<KeptExchange>
  return (
    Number.isInteger(id) &&
    typeof time === 'string' &&
    typeof url === 'string' &&
    typeof request?.headers === 'object' &&
    typeof reply?.status === 'number' &&
    typeof reply.headers === 'object' &&
    Array.isArray(findings)
  )
}

/** The last line of a file that is an exchange, in the last block that holds one. */
function lastLine(path: string): KeptExchange | undefined {
  if (!existsSync(path)) return undefined
  const file = openSync(path, 'r')
  try {
    let rest = Buffer.alloc(0)
    for (let end = fstatSync(file).size; end > 0; ) {
      const start = Math.max(0, end - blockSize)
      const block = Buffer.alloc(end - start)
      readSync(file, block, 0, block.length, start)
      const text = Buffer.concat([block, rest])
      const firstBreak = start === 0 ? -1 : text.indexOf(lineBreak)
      if (start === 0 || firstBreak >= 0) {
        for (const exchange of exchangesIn(text.subarray(firstBreak + 1), path)) return exchange
        rest = text.subarray(0, Math.max(0, firstBreak + 1))
      } else rest = text
      end = start
    }
    return undefined
  } finally {
    closeSync(file)
  }
}

/** As a process leaves it that is killed while it writes; the next line must not go on there. */
function endsWithinLine(path: string): boolean {
  if (!existsSync(path)) return false
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const last = Buffer.alloc(1)
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== lineBreak
  } finally {
    closeSync(file)
  }
}
