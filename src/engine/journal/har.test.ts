import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { TestSandbox } from '../../../fixtures/harness/sandbox.ts'

/** What HAR 1.2 asks for, with the types it asks for. */
interface Entry {
  startedDateTime: string
  time: number
  request: Record<string, unknown> & { headers: unknown[]; queryString: unknown[]; cookies: unknown[] }
  response: Record<string, unknown> & { headers: unknown[]; content: Record<string, unknown> }
  timings: Record<string, number>
}

describe('the journal as HAR 1.2', () => {
  let sandbox: TestSandbox
  let entries: Entry[]
  let log: Record<string, unknown>

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    const his = await TestHis.logIn(sandbox)
    await his.book(998, '1999900000048')
    await his.slot('GetHospitalDepartment', { hospital_code: '99999', note: 'ทดสอบ + ก&ข' })
    await sandbox.control('POST', '/faults', { kind: 'reset', count: 1 })
    await his.appointments('1999900000048').catch(() => {})
    await sandbox.control('POST', '/faults', { kind: 'truncated', count: 1 })
    await his.appointments('1999900000048').catch(() => {})
    for (const odd of ['/w/default', '//', '/%zz?%zz=%', '/[::1]:x/', '/a%20b?c=%E0%B8']) await sandbox.send(odd)
    ;({ log } = (await sandbox.control('GET', '/journal/har')).json)
    entries = log.entries as Entry[]
  })
  afterAll(() => sandbox.close())

  it('has a log with version, creator and one entry for each exchange, oldest first', () => {
    expect(log).toMatchObject({ version: '1.2', creator: { name: 'moph-sandbox', version: expect.any(String) } })
    expect(entries).toHaveLength(10)
    expect(entries.map(({ startedDateTime }) => Date.parse(startedDateTime))).toEqual(
      entries.map(({ startedDateTime }) => Date.parse(startedDateTime)).sort((a, b) => a - b),
    )
  })

  it('gives each entry all that the format requires', () => {
    const pair = { name: expect.any(String), value: expect.any(String) }
    for (const { time, request, response, timings, ...entry } of entries) {
      expect(entry).toMatchObject({ cache: {} })
      expect(request).toMatchObject({
        method: expect.any(String),
        url: expect.stringMatching(new RegExp(`^${sandbox.url}/`)),
        httpVersion: 'HTTP/1.1',
        headersSize: expect.any(Number),
        bodySize: expect.any(Number),
        cookies: [],
      })
      expect(response).toMatchObject({
        status: expect.any(Number),
        statusText: expect.any(String),
        httpVersion: 'HTTP/1.1',
        cookies: [],
        redirectURL: '',
        headersSize: expect.any(Number),
        bodySize: expect.any(Number),
        content: { size: expect.any(Number), mimeType: expect.any(String) },
      })
      for (const listed of [...request.headers, ...request.queryString, ...response.headers]) expect(listed).toEqual(pair)
      expect(timings.send! + timings.wait! + timings.receive!).toBeCloseTo(time)
    }
  })

  it('holds a body with its type, a query that is decoded, and our findings beside', () => {
    expect(entries[1]).toMatchObject({
      request: {
        method: 'POST',
        url: `${sandbox.url}/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=ConfirmAppointmentSlot`,
        queryString: [{ name: 'Action', value: 'ConfirmAppointmentSlot' }],
        postData: { mimeType: 'application/json', text: expect.stringContaining('ทดสอบ') },
      },
      response: {
        status: 409,
        content: { mimeType: 'application/json; charset=utf-8', text: expect.stringContaining('"MessageCode":409') },
      },
      _operation: 'confirmAppointmentSlot',
      _findings: [{ rule: 'moph-appointment/schedule-full' }],
    })
    expect(entries[2]!.request.queryString).toContainEqual({ name: 'note', value: 'ทดสอบ + ก&ข' })
  })

  it('shows a connection that was reset as status 0, and says why', () => {
    expect(entries[3]!.response).toMatchObject({ status: 0, _error: 'reset', bodySize: 0 })
  })

  it('shows of a reply that was cut what was sent of it', () => {
    const { status, content, bodySize, _error } = entries[4]!.response
    expect({ status, _error }).toEqual({ status: 200, _error: 'truncated' })
    expect(content.text).toMatch(/^\{/)
    expect(() => JSON.parse(String(content.text))).toThrow()
    expect(bodySize).toBe(Buffer.byteLength(String(content.text)))
  })

  it('writes the addresses of the real services when asked to', async () => {
    const { log } = (await sandbox.control('GET', '/journal/har?urls=real')).json
    expect(log.entries[1].request.url).toMatch(/^https:\/\/cvp1\.moph\.go\.th\//)
  })
})
