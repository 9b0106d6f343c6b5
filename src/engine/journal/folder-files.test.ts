import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { TestSandbox, until } from '../../../fixtures/harness/sandbox.ts'
import { journalFile } from './folder-files.ts'
import type { KeptExchange } from './kept.ts'
import { journalMaxOf, Retention } from './retention.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the journal in a data folder', () => {
  const journalPath = () => join(folder, 'default', 'journal.jsonl')
  const lines = () => (existsSync(journalPath()) ? readFileSync(journalPath(), 'utf8') : '').split('\n').filter((line) => line !== '')
  const idsOf = async (sandbox: TestSandbox) =>
    (await sandbox.control('GET', '/journal?limit=10000')).json.map(({ id }: { id: number }) => id)

  it('is written within a moment, many exchanges at a time', async () => {
    const sandbox = await TestSandbox.start({ data: folder })
    const his = await TestHis.logIn(sandbox)
    await Promise.all(Array.from({ length: 50 }, () => his.appointments('1999900000048')))
    await wait(250)
    expect(lines()).toHaveLength(51)
    expect(JSON.parse(lines()[50]!)).toMatchObject({ id: 51, operation: 'getAppointment' })
    await sandbox.close()
  })

  it('is whole after a stop, and goes on with the next number', async () => {
    const first = await TestSandbox.start({ data: folder })
    await (await TestHis.logIn(first)).appointments('1999900000048')
    const before = (await first.control('GET', '/journal')).json
    await first.close()
    const second = await TestSandbox.start({ data: folder })
    expect((await second.control('GET', '/journal')).json.map((exchange: KeptExchange) => ({ ...exchange, curl: '' }))).toEqual(
      before.map((exchange: KeptExchange) => ({ ...exchange, curl: '' })),
    )
    await second.token()
    expect(await idsOf(second)).toEqual([3, 2, 1])
    await second.close()
  })

  it('loses only the half line that a killed process left, and not what is written after it', async () => {
    const first = await TestSandbox.start({ data: folder })
    await first.token()
    await first.close()
    appendFileSync(journalPath(), '{"id":2,"time":"2026-11-21T02:00:00.000Z","upstream":"moph-acc')
    const second = await TestSandbox.start({ data: folder })
    await second.token()
    await second.token()
    await second.close()
    const third = await TestSandbox.start({ data: folder })
    expect(await idsOf(third)).toEqual([3, 2, 1])
    await third.close()
  })

  it('is gone after a reset, also on the disk, and begins again', async () => {
    const sandbox = await TestSandbox.start({ data: folder })
    await sandbox.token()
    await wait(200)
    await sandbox.token()
    await sandbox.control('POST', '/reset')
    await sandbox.token()
    await until(() => lines().length === 1)
    await wait(200)
    expect(lines().map((line) => JSON.parse(line).id)).toEqual([1])
    await sandbox.close()
  })
})

describe('a journal file', () => {
  const exchange = (id: number, filler = '') =>
    ({
      id,
      time: '2026-11-21T02:00:00.000Z',
      url: `call/${id}`,
      request: { headers: {}, body: filler },
      reply: { status: 200, headers: {} },
      findings: [],
    }) as unknown as KeptExchange
  const path = () => join(folder, 'journal.jsonl')
  const opened = () => journalFile(folder, new Retention(folder))
  const read = async (file: ReturnType<typeof journalFile>, before = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY) => {
    const exchanges: KeptExchange[] = []
    for await (const one of file.before(before)) {
      exchanges.push(one)
      if (exchanges.length >= most) break
    }
    return exchanges
  }
  const ids = async (file: ReturnType<typeof journalFile>) => (await read(file)).map(({ id }) => id)

  it('is read backwards, as far as is asked for', async () => {
    const filler = 'ข้อความ'.repeat(40)
    writeFileSync(path(), Array.from({ length: 25_000 }, (_, index) => `${JSON.stringify(exchange(index + 1, filler))}\n`).join(''))
    const file = opened()
    const newest = await read(file, 25_001, 10_000)
    expect(newest.map(({ id }) => id)).toEqual(Array.from({ length: 10_000 }, (_, index) => 25_000 - index))
    expect(newest.every(({ request }) => request.body === filler)).toBe(true)
    expect((await read(file, 7, 3)).map(({ id }) => id)).toEqual([6, 5, 4])
    expect(file.lastId()).toBe(25_000)
  })

  it('has lines that are longer than what is read at a time', async () => {
    const long = 'ก'.repeat(3_000_000)
    const file = opened()
    await file.write([exchange(1), exchange(2, long), exchange(3)])
    expect(await ids(file)).toEqual([3, 2, 1])
    expect((await read(file))[1]!.request.body).toBe(long)
    await file.write([exchange(4, long)])
    expect(file.lastId()).toBe(4)
  })

  it('goes on into the older files where the newer one is short', async () => {
    const lines = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => `${JSON.stringify(exchange(from + index))}\n`).join('')
    writeFileSync(join(folder, 'journal.9.jsonl'), lines(1, 9))
    writeFileSync(join(folder, 'journal.20.jsonl'), lines(10, 20))
    const file = opened()
    expect(file.lastId()).toBe(20)
    await file.write([exchange(21), exchange(22)])
    expect(await ids(file)).toEqual(Array.from({ length: 22 }, (_, index) => 22 - index))
    await file.clear()
    expect(await ids(file)).toEqual([])
    expect(file.lastId()).toBe(0)
  })

  it('leaves out lines that are no exchanges, and says so once', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    writeFileSync(path(), ['null', JSON.stringify(exchange(1)), '[]', '{"id":2', '7', JSON.stringify(exchange(3)), '\0\0'].join('\n'))
    const file = opened()
    expect(await ids(file)).toEqual([3, 1])
    expect(file.lastId()).toBe(3)
    expect(said).toHaveBeenCalledTimes(1)
    said.mockRestore()
  })

  it('is refused in one line where a folder has its name', () => {
    mkdirSync(path())
    expect(opened).toThrow(/is not a file.*ไม่ใช่ไฟล์/)
  })

  it('becomes an older one when it is full', async () => {
    const file = journalFile(folder, new Retention(folder, { bytes: 1 }))
    await file.write([exchange(1, 'x'.repeat(300_000))])
    await file.write([exchange(2)])
    expect(readdirSync(folder).sort()).toEqual(['journal.1.jsonl', 'journal.jsonl'])
    expect(await ids(file)).toEqual([2, 1])
  })
})

describe('the journals of a data folder', () => {
  const place = (workspace: string, name: string, size: number, daysAgo: number) => {
    mkdirSync(join(folder, workspace), { recursive: true })
    const path = join(folder, workspace, name)
    writeFileSync(path, 'x'.repeat(size))
    utimesSync(path, new Date(), new Date(Date.now() - daysAgo * 86_400_000))
  }
  const left = () => ['one', 'two'].flatMap((workspace) => readdirSync(join(folder, workspace)).map((name) => `${workspace}/${name}`))

  beforeEach(() => {
    place('one', 'journal.100.jsonl', 400, 5)
    place('one', 'journal.jsonl', 400, 1)
    place('two', 'journal.50.jsonl', 400, 9)
    place('two', 'journal.jsonl', 400, 3)
    place('two', 'state.sqlite', 4000, 99)
  })

  it('stay within one size together, whatever the workspace: what was written longest ago goes first', async () => {
    await new Retention(folder, { bytes: 1000 }).enforce()
    expect(left()).toEqual(['one/journal.jsonl', 'two/journal.jsonl', 'two/state.sqlite'])
  })

  it('stay within one age', async () => {
    await new Retention(folder, { bytes: 10_000, ageMs: 4 * 86_400_000 }).enforce()
    expect(left()).toEqual(['one/journal.jsonl', 'two/journal.jsonl', 'two/state.sqlite'])
  })

  it.each([
    ['512MB', { bytes: 512 * 2 ** 20 }],
    ['2gb', { bytes: 2 * 2 ** 30 }],
    ['30d', { bytes: 512 * 2 ** 20, ageMs: 30 * 86_400_000 }],
    ['1.5GB, 12h', { bytes: 1.5 * 2 ** 30, ageMs: 12 * 3_600_000 }],
    ['many', undefined],
    ['0MB', undefined],
    ['-1d', undefined],
    ['5', undefined],
    ['', undefined],
  ])('take %j for what they may take', (text, max) => {
    expect(journalMaxOf(text)).toEqual(max)
  })
})
