import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bangkokDay, TestHis } from '../../../fixtures/harness/appointment.ts'
import { TestSandbox } from '../../../fixtures/harness/sandbox.ts'

describe('the clock of a workspace', () => {
  let sandbox: TestSandbox

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
  })
  beforeEach(() => sandbox.control('POST', '/reset'))
  afterAll(() => sandbox.close())

  const set = (body: unknown) => sandbox.control('PUT', '/clock', body)
  const advance = (body: unknown) => sandbox.control('POST', '/clock/advance', body)
  const clock = async () => (await sandbox.control('GET', '/clock')).json

  it('runs with real time at first', async () => {
    const { mode, now, local, today } = await clock()
    expect(mode).toBe('running')
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(2000)
    expect(new Date(Date.parse(now) + 7 * 3_600_000).toISOString()).toContain(local)
    expect(today).toBe(bangkokDay())
  })

  it('stands where it is frozen', async () => {
    const frozen = { mode: 'frozen', now: '2026-12-01T02:00:00.000Z', local: '2026-12-01T09:00:00', today: '2026-12-01' }
    expect((await set({ mode: 'frozen', now: '2026-12-01T09:00:00+07:00' })).json).toEqual(frozen)
    await wait(20)
    expect(await clock()).toEqual(frozen)
    const reply = await sandbox.send('/cvp1.moph.go.th/api/appointment/Appointment?cid=1999900000048')
    expect(reply.json.RequestTime).toBe('2026-12-01T02:00:00.000Z')
  })

  it('stops at the moment when it is frozen without a time, and goes on from real time when it is let go', async () => {
    await set({ mode: 'running', now: '2027-06-15T12:00:00Z' })
    const { now } = (await set({ mode: 'frozen' })).json
    expect(now).toMatch(/^2027-06-15T12:00:0/)
    const { now: real } = (await set({ mode: 'running' })).json
    expect(Math.abs(Date.parse(real) - Date.now())).toBeLessThan(2000)
  })

  it('runs on from another time', async () => {
    await set({ mode: 'running', now: '2027-06-15T12:00:00Z' })
    await wait(30)
    const { mode, now } = await clock()
    expect(mode).toBe('running')
    expect(Date.parse(now) - Date.parse('2027-06-15T12:00:00Z')).toBeGreaterThanOrEqual(25)
  })

  it('is moved on by days, hours, minutes and seconds, frozen or running', async () => {
    await set({ mode: 'frozen', now: '2026-12-31T23:00:00+07:00' })
    expect((await advance({ days: 1, hours: 2, minutes: 3, seconds: 4 })).json).toMatchObject({
      local: '2027-01-02T01:03:04',
      today: '2027-01-02',
    })
    await set({ mode: 'running', now: '2026-12-31T16:59:00Z' })
    expect((await advance({ minutes: 2 })).json).toMatchObject({ mode: 'running', today: '2027-01-01' })
  })

  it('has its day begin at midnight in Bangkok', async () => {
    await set({ mode: 'frozen', now: '2026-12-01T16:59:59Z' })
    expect(await clock()).toMatchObject({ today: '2026-12-01', local: '2026-12-01T23:59:59' })
    await advance({ seconds: 1 })
    expect(await clock()).toMatchObject({ today: '2026-12-02', local: '2026-12-02T00:00:00' })
  })

  it('keeps the schedules of the demo world ahead of it', async () => {
    await advance({ days: 400 })
    const his = await TestHis.logIn(sandbox)
    const { today } = await clock()
    const ahead = new Date(Date.parse(`${today}T00:00:00Z`) + 3 * 86_400_000).toISOString().slice(0, 10)
    expect((await his.slot('GetHospitalSlotByDate', { hospital_code: '99999', date: ahead })).json.result).toHaveLength(6)
    expect((await his.book(999, '1999900000048')).status).toBe(200)
  })

  it.each([
    ['no such mode', { mode: 'stopped' }],
    ['no zone', { mode: 'frozen', now: '2026-12-01T09:00:00' }],
    ['half a zone', { mode: 'frozen', now: '2026-12-01T09:00:00+07' }],
    ['a day that does not exist', { mode: 'frozen', now: '2026-02-30T09:00:00Z' }],
    ['a leap second', { mode: 'frozen', now: '2026-12-31T23:59:60Z' }],
    ['a year before 1970', { mode: 'frozen', now: '1969-12-31T23:59:59Z' }],
    ['a Buddhist year', { mode: 'frozen', now: '2569-12-01T09:00:00+07:00' }],
    ['the year 9999, running', { mode: 'running', now: '9999-12-31T23:59:59Z' }],
  ])('refuses %s and stays as it is', async (_what, body) => {
    await set({ mode: 'frozen', now: '2026-12-01T09:00:00+07:00' })
    expect((await set(body)).status).toBe(400)
    expect((await clock()).now).toBe('2026-12-01T02:00:00.000Z')
  })

  it('is not moved beyond the years in which dates can be written, nor by nothing', async () => {
    await set({ mode: 'frozen', now: '2299-12-31T00:00:00Z' })
    const { status, json } = await advance({ days: 1 })
    expect([status, json.error.rule]).toEqual([400, 'clock-out-of-range'])
    expect((await clock()).today).toBe('2299-12-31')
    expect((await advance({})).status).toBe(400)
    expect((await advance({ days: -1 })).status).toBe(400)
    expect((await sandbox.control('POST', '/workspaces', { name: 'far-away', now: '3000-01-01T00:00:00Z' })).json.error.rule).toBe(
      'clock-out-of-range',
    )
  })

  it('is that of its workspace only', async () => {
    await sandbox.control('POST', '/workspaces', { name: 'later', now: '2030-01-01T00:00:00Z' })
    expect((await sandbox.control('GET', '/clock', undefined, '/w/later')).json).toMatchObject({
      mode: 'frozen',
      now: '2030-01-01T00:00:00.000Z',
    })
    expect((await clock()).mode).toBe('running')
    await sandbox.control('DELETE', '/workspaces/later')
  })
})
