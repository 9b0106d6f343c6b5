import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { TestSandbox, until } from '../../../fixtures/harness/sandbox.ts'
import { journalFile } from './file.ts'
import { mostKept } from './journal.ts'
import type { KeptExchange } from './kept.ts'

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
    ({ id, url: `call/${id}`, request: { headers: {}, body: filler } }) as unknown as KeptExchange
  const path = () => join(folder, 'journal.jsonl')

  it('gives its last 10,000 lines, however long it is', async () => {
    const filler = 'ข้อความ'.repeat(40)
    writeFileSync(path(), Array.from({ length: 25_000 }, (_, index) => `${JSON.stringify(exchange(index + 1, filler))}\n`).join(''))
    const file = journalFile(folder)
    const loaded = await file.load()
    expect(loaded).toHaveLength(mostKept)
    expect(loaded.map(({ id }) => id)).toEqual(Array.from({ length: mostKept }, (_, index) => 15_001 + index))
    expect(loaded.every(({ request }) => request.body === filler)).toBe(true)
    expect(file.lastId()).toBe(25_000)
  })

  it('reads lines that are longer than what it reads at a time', async () => {
    const long = 'ก'.repeat(3_000_000)
    const file = journalFile(folder)
    await file.write([exchange(1), exchange(2, long), exchange(3)])
    expect((await file.load()).map(({ id }) => id)).toEqual([1, 2, 3])
    expect((await file.load())[1]!.request.body).toBe(long)
    await file.write([exchange(4, long)])
    expect(file.lastId()).toBe(4)
  })

  it('goes on into the older file where the newer one is short', async () => {
    writeFileSync(
      join(folder, 'journal.1.jsonl'),
      Array.from({ length: 20 }, (_, index) => `${JSON.stringify(exchange(index + 1))}\n`).join(''),
    )
    const file = journalFile(folder)
    expect(file.lastId()).toBe(20)
    await file.write([exchange(21), exchange(22)])
    expect((await file.load()).map(({ id }) => id)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1))
    await file.clear()
    expect(await file.load()).toEqual([])
    expect(file.lastId()).toBe(0)
  })
})
