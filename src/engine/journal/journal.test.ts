import { setTimeout as wait } from 'node:timers/promises'
import { request } from 'undici'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { type SandboxClient, TestSandbox, until } from '../../../fixtures/harness/sandbox.ts'
import { storeKinds, type TestStore } from '../../../fixtures/harness/stores.ts'
import type { Finding } from '../../upstream/finding.ts'
import type { Exchange } from '../gateway/exchange.ts'
import { type LiveEvent, listOf } from './journal.ts'
import type { KeptExchange } from './kept.ts'
import { MemoryJournal } from './memory.ts'
import { mostBytesKept, mostKept, Recent } from './recent.ts'

const patient = '1999900000048'
const full = { schedule_id: 998, cid: patient }

const some = (id: number, body = ''): Omit<Exchange, 'id'> => ({
  time: '2026-11-21T02:00:00.000Z',
  operation: undefined,
  upstream: undefined,
  method: 'GET',
  url: `call/${id}`,
  request: { headers: {}, body: undefined },
  reply: { status: 200, headers: {}, body },
  findings: [],
  fault: undefined,
  durationMs: 0,
})

describe('the journal in memory', () => {
  it('keeps the last 10,000 exchanges, in order, under the numbers they came with', async () => {
    const journal = new MemoryJournal()
    for (let call = 1; call <= mostKept + 500; call++) journal.add(some(call))
    const list = await listOf(journal)
    expect(list).toHaveLength(mostKept)
    expect([list[0]!.id, list.at(-1)!.id]).toEqual([501, 10_500])
    expect(list.every(({ id, url }) => url === `call/${id}`)).toBe(true)
  })

  it('keeps fewer of large ones, so that its size is bounded too', async () => {
    const journal = new MemoryJournal()
    const body = 'x'.repeat(1024 * 1024)
    for (let call = 1; call <= 200; call++) journal.add(some(call, body))
    const list = await listOf(journal)
    expect(list.length).toBeGreaterThan((mostBytesKept / body.length) * 0.9)
    expect(list.length).toBeLessThanOrEqual(mostBytesKept / body.length)
    expect(list.at(-1)!.id).toBe(200)
    for (let call = 201; call <= 220; call++) journal.add(some(call))
    expect((await listOf(journal)).at(-1)!.id).toBe(220)
  })

  it('counts heads and findings as well as bodies', async () => {
    const journal = new MemoryJournal()
    const headers = { cookie: 'c'.repeat(10_000) }
    const text = { th: 'ก'.repeat(1000), en: 'x' }
    const finding: Finding = {
      rule: 'json',
      severity: 'error',
      in: 'request',
      pointer: '/body',
      seen: '',
      text,
      hint: text,
      provenance: { level: 'assumed', source: '' },
    }
    for (let call = 1; call <= 12_000; call++) journal.add({ ...some(call), request: { headers, body: undefined }, findings: [finding] })
    const list = await listOf(journal)
    expect(list.length * 16_000).toBeLessThan(mostBytesKept)
    expect(list.length).toBeGreaterThan(1_000)
    expect(list.at(-1)).toMatchObject({ id: 12_000, findings: [finding] })
  })

  it('gives back an exchange as it came', () => {
    const recent = new Recent()
    const exchange = {
      ...some(1, 'ข้อความ'),
      request: { headers: { host: 'a' }, body: Buffer.from('ขอ') },
      fault: 'latency',
      durationMs: 1.5,
    }
    expect(recent.add(exchange)).toBe(1)
    expect(recent.at(1)).toEqual({ ...exchange, id: 1, request: { headers: { host: 'a' }, body: Buffer.from('ขอ') } })
    expect(recent.at(2)).toBeUndefined()
  })

  it('tells who follows too slowly how many are gone by, and keeps none of them for him', async () => {
    const journal = new MemoryJournal()
    const leave = new AbortController()
    const events = journal.follow(leave.signal)[Symbol.asyncIterator]()
    const first = events.next()
    journal.add(some(1))
    expect((await first).value).toMatchObject({ exchange: { id: 1 } })
    const body = 'x'.repeat(1024 * 1024)
    for (let call = 2; call <= 100; call++) journal.add(some(call, body))
    const missed = (await events.next()).value as Extract<LiveEvent, { missed: number }>
    expect(missed.missed).toBeGreaterThan(60)
    expect((await events.next()).value).toMatchObject({ exchange: { id: 2 + missed.missed } })
    leave.abort()
  })

  it('begins again with 1 when it is cleared', async () => {
    const journal = new MemoryJournal()
    journal.add(some(1))
    await journal.clear()
    expect(await listOf(journal)).toEqual([])
    journal.add(some(2))
    expect(await listOf(journal)).toMatchObject([{ id: 1, url: 'call/2' }])
  })
})

describe('the journal with a file', () => {
  /** Takes its time, and tells what it did in which order. */
  function slowFile() {
    const done: string[] = []
    return {
      done,
      lastId: () => 0,
      async *before() {},
      write: async (exchanges: KeptExchange[]) => {
        await wait(20)
        done.push(`wrote ${exchanges.map(({ url }) => url).join(' ')}`)
      },
      clear: async () => {
        await wait(5)
        done.push('cleared')
      },
    }
  }

  it('writes what comes together at once, and the rest when it is closed', async () => {
    const file = slowFile()
    const journal = new MemoryJournal(file)
    journal.add(some(1))
    journal.add(some(2))
    await wait(150)
    journal.add(some(3))
    await journal.close()
    expect(file.done).toEqual(['wrote call/1 call/2', 'wrote call/3'])
  })

  it('clears it after what is being written, and before what comes after', async () => {
    const file = slowFile()
    const journal = new MemoryJournal(file)
    journal.add(some(1))
    const closing = journal.close()
    const clearing = journal.clear()
    journal.add(some(2))
    await Promise.all([closing, clearing])
    await journal.close()
    expect(file.done.slice(-2)).toEqual(['cleared', 'wrote call/2'])
    expect(await listOf(journal)).toMatchObject([{ id: 1, url: 'call/2' }])
  })

  it('lives on when it cannot be written, says so once, and writes all of it when it can', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const file = slowFile()
    let full = true
    const journal = new MemoryJournal({
      ...file,
      write: (exchanges) => (full ? Promise.reject(new Error('no space left')) : file.write(exchanges)),
    })
    journal.add(some(1))
    await journal.close()
    journal.add(some(2))
    await journal.close()
    expect(said.mock.calls).toEqual([[expect.stringContaining('no space left')]])
    expect(await listOf(journal)).toHaveLength(2)
    full = false
    await journal.close()
    expect(file.done).toEqual(['wrote call/1 call/2'])
    expect(said).toHaveBeenLastCalledWith(expect.stringContaining('written again'))
    said.mockRestore()
  })

  it('counts what could not be kept until it can be written', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const file = slowFile()
    let full = true
    const journal = new MemoryJournal({
      ...file,
      write: (exchanges) => (full ? Promise.reject(new Error('no space left')) : file.write(exchanges)),
    })
    const body = 'x'.repeat(1024 * 1024)
    journal.add(some(1, body))
    await journal.close()
    for (let call = 2; call <= 100; call++) journal.add(some(call, body))
    full = false
    await journal.close()
    expect(said).toHaveBeenLastCalledWith(expect.stringMatching(/written again; \d\d exchanges that came meanwhile are lost/))
    said.mockRestore()
  })
})

/** The events of a live journal, over a connection of their own. */
class Live {
  readonly events: KeptExchange[] = []
  readonly #leave = new AbortController()
  #connected = false

  static async of(sandbox: SandboxClient): Promise<Live> {
    const live = new Live()
    void live.#read(`${sandbox.url}/control/journal/live`)
    await until(() => live.#connected)
    return live
  }

  leave(): void {
    this.#leave.abort()
  }

  async #read(url: string): Promise<void> {
    try {
      const { headers, body } = await request(url, { signal: this.#leave.signal })
      expect(headers['content-type']).toBe('text/event-stream')
      let text = ''
      for await (const part of body.setEncoding('utf8')) {
        this.#connected = true
        text += part
        const whole = text.split('\n\n')
        text = whole.pop()!
        for (const event of whole.filter((candidate) => candidate.startsWith('id: '))) {
          const [id, name, data] = event.split('\n')
          expect(name).toBe('event: exchange')
          const exchange = JSON.parse(data!.replace(/^data: /, ''))
          expect(id).toBe(`id: ${exchange.id}`)
          this.events.push(exchange)
        }
      }
    } catch (error) {
      if (!this.#leave.signal.aborted) throw error
    }
  }
}

describe.each(storeKinds.map((kind) => ({ ...kind, skipped: kind.missing !== undefined })))('the journal on $name', (kind) => {
  describe.skipIf(kind.skipped)(kind.missing ?? 'over the control API', () => {
    let store: TestStore
    let sandbox: TestSandbox
    let his: TestHis

    beforeAll(async () => {
      store = await kind.make()
      sandbox = await TestSandbox.start(store.options)
    })
    beforeEach(async () => {
      await sandbox.control('POST', '/reset')
      await sandbox.control('PUT', '/clock', { mode: 'frozen', now: '2026-11-21T09:00:00+07:00' })
      his = await TestHis.logIn(sandbox)
    })
    afterAll(async () => {
      await sandbox?.close()
      await store?.remove()
    })

    const query = async (parameters = ''): Promise<KeptExchange[]> => (await sandbox.control('GET', `/journal${parameters}`)).json
    const operations = async (parameters: string) => (await query(parameters)).map(({ operation }) => operation)

    it('shows the newest first, each with all that was said', async () => {
      await his.book(full.schedule_id, full.cid)
      const [newest, login] = await query()
      expect(newest).toMatchObject({
        id: 2,
        time: '2026-11-21T02:00:00.000Z',
        upstream: 'moph-appointment',
        operation: 'confirmAppointmentSlot',
        method: 'POST',
        url: 'https://cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=ConfirmAppointmentSlot',
        request: { headers: { authorization: 'Bearer (secret)' }, body: expect.stringContaining('"schedule_id":998') },
        reply: { status: 409, body: expect.stringContaining('"result":null') },
        findings: [{ rule: 'moph-appointment/schedule-full', severity: 'info', pointer: '/body/appointment/schedule_id', seen: '998' }],
        curl: expect.stringContaining(
          `curl -g '${sandbox.url}/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=ConfirmAppointmentSlot'`,
        ),
      })
      expect(login).toMatchObject({ id: 1, operation: 'getMophAccessToken', reply: { status: 200, body: '(secret)' } })
      expect((await sandbox.control('GET', '/journal/2')).json).toEqual(newest)
      expect((await sandbox.control('GET', '/journal/3')).json.error.rule).toBe('unknown-exchange')
    })

    it('is searched by operation, upstream, finding, severity and time', async () => {
      await his.appointments('0000000000000')
      await sandbox.control('POST', '/clock/advance', { minutes: 10 })
      await his.book(full.schedule_id, full.cid)
      await his.slot('GetHospitalRoom', { hospital_code: '999999' })

      expect(await operations('?operation=getAppointment')).toEqual(['getAppointment'])
      expect(await operations('?upstream=moph-account')).toEqual(['getMophAccessToken'])
      expect(await operations('?finding=moph-appointment/schedule-full')).toEqual(['confirmAppointmentSlot'])
      expect(await operations('?finding=schedule-full')).toEqual(['confirmAppointmentSlot'])
      expect(await operations('?finding=error')).toEqual(['getHospitalRoom'])
      expect(await operations('?finding=warning')).toEqual(['getAppointment'])
      expect(await operations('?finding=any')).toEqual(['getHospitalRoom', 'confirmAppointmentSlot', 'getAppointment'])
      expect(await operations('?from=2026-11-21T09:10:00%2B07:00')).toEqual(['getHospitalRoom', 'confirmAppointmentSlot'])
      expect(await operations('?to=2026-11-21T09:09:59%2B07:00')).toEqual(['getAppointment', 'getMophAccessToken'])
      expect(await operations('?from=2026-11-21T02:05:00Z&finding=info')).toEqual(['confirmAppointmentSlot'])
      expect(await operations('?limit=2')).toEqual(['getHospitalRoom', 'confirmAppointmentSlot'])
    })

    it.each([
      ['finding=errors', 'error'],
      ['finding=schedule-fall', 'schedule-full'],
      ['operation=getAppointments', 'getAppointment'],
      ['upstream=moph-apointment', 'moph-appointment'],
      ['upstream=fdh', 'moph-claim'],
    ])('refuses %s, which would find nothing for ever, and names what there is: %s', async (filter, meant) => {
      const { status, json } = await sandbox.control('GET', `/journal?${filter}`)
      expect(status).toBe(400)
      expect(json.error.rule).toBe('unknown-filter')
      expect(json.error.hint.en).toContain(meant)
    })

    it('holds 100 in an answer unless asked for more', async () => {
      for (let call = 0; call < 120; call++) await his.appointments(patient)
      expect(await query()).toHaveLength(100)
      expect(await query('?limit=1000')).toHaveLength(121)
    })

    it('forgets everything when asked to, and counts from 1', async () => {
      await his.appointments(patient)
      expect((await sandbox.control('DELETE', '/journal')).status).toBe(204)
      expect(await query()).toEqual([])
      await his.appointments(patient)
      expect(await query()).toMatchObject([{ id: 1 }])
    })

    it('does not hold the calls of the control API itself', async () => {
      await sandbox.control('GET', '/status')
      await sandbox.control('GET', '/people')
      await sandbox.control('GET', '/peoples')
      await sandbox.control('POST', '/status')
      expect(await operations('')).toEqual(['getMophAccessToken'])
    })

    it('is told live, to as many as listen, until they leave', async () => {
      // What was said before is written by now.
      await query()
      const first = await Live.of(sandbox)
      const second = await Live.of(sandbox)
      await wait(300)
      await his.appointments(patient)
      await his.book(full.schedule_id, full.cid)
      await until(() => first.events.length >= 2 && second.events.length >= 2)
      expect(first.events).toEqual((await query('?limit=2')).reverse())
      expect(second.events).toEqual(first.events)
      first.leave()
      second.leave()
    })

    it('goes on for the others when one leaves', async () => {
      await query()
      const stays = await Live.of(sandbox)
      const leaves = await Live.of(sandbox)
      await wait(300)
      leaves.leave()
      await wait(50)
      await his.appointments(patient)
      await until(() => stays.events.length === 1)
      expect(leaves.events).toEqual([])
      stays.leave()
    })
  })
})

describe('a listener who leaves without a word', () => {
  it('is let go at once, though nothing happens any more', async () => {
    const sandbox = await TestSandbox.start()
    const journal = (await sandbox.running.sandbox.workspace('default'))!.journal as MemoryJournal
    const listeners = await Promise.all(Array.from({ length: 20 }, () => Live.of(sandbox)))
    await until(() => journal.listeners === 20)
    for (const listener of listeners) listener.leave()
    await until(() => journal.listeners === 0)
    await sandbox.close()
  })
})
