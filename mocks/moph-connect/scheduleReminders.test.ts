import { describe, expect, it } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { storeKinds } from '../../fixtures/harness/stores.ts'
import { chat, connectCall, outline } from '../testing/connect-calls.ts'
import { dayAfter, sampleDay, start, testWorld } from '../testing/world.ts'

const dayBefore = dayAfter(6)
const scheduled = [`${dayBefore}T09:00:00 reminder-day-before scheduled`, `${sampleDay}T06:00:00 reminder-same-day scheduled`]
const delivered = scheduled.map((line) => line.replace('scheduled', 'delivered'))

describe('Reminding a patient of the day', () => {
  const world = testWorld()
  const standAt = (day: string, time: string) => world.control('PUT', '/clock', { mode: 'frozen', now: `${day}T${time}+07:00` })

  it('sends nothing at once, and shows what is still to come', async () => {
    expect((await connectCall(world, 'scheduleReminders')).status).toBe(200)
    expect(await world.findings()).toEqual([])
    expect(await outline(world)).toEqual(scheduled)
    expect(await outline(world, { query: '?state=delivered' })).toEqual([])
  })

  it('sends at 09:00 on the day before, Thai time, and not a second earlier', async () => {
    await connectCall(world, 'scheduleReminders')
    await standAt(dayBefore, '08:59:59')
    expect(await outline(world)).toEqual(scheduled)
    await world.advance({ seconds: 1 })
    expect(await outline(world)).toEqual([delivered[0], scheduled[1]])
  })

  it('sends at 06:00 on the day', async () => {
    await connectCall(world, 'scheduleReminders')
    await standAt(sampleDay, '05:59:59')
    expect(await outline(world)).toEqual([delivered[0], scheduled[1]])
    await world.advance({ seconds: 1 })
    expect(await outline(world)).toEqual(delivered)
    const [before, same] = await chat(world)
    expect(before!.text).toMatch(/^แจ้งเตือน: พรุ่งนี้คุณมีนัด\nโรงพยาบาลปทุมธานี/)
    expect(same!.text).toMatch(/^แจ้งเตือน: วันนี้คุณมีนัด\nโรงพยาบาลปทุมธานี/)
  })

  it('delivers in order of time when the clock passes several at once', async () => {
    await connectCall(world, 'scheduleReminders', { appointmentDate: dayAfter(9) })
    await connectCall(world, 'notifyNearTurn', { appointmentDate: dayAfter(0) })
    await connectCall(world, 'scheduleReminders')
    await world.advance({ days: 30 })
    expect(await outline(world)).toEqual([
      `${dayAfter(0)}T09:00:00 near-turn delivered`,
      `${dayAfter(1)}T12:00:00 survey delivered`,
      ...delivered,
      `${dayAfter(8)}T09:00:00 reminder-day-before delivered`,
      `${dayAfter(9)}T06:00:00 reminder-same-day delivered`,
    ])
    await world.advance({ days: 30 })
    expect(await outline(world), 'and never again').toHaveLength(6)
  })

  it.each([
    ['after 09:00 on the day before, the second reminder alone', 1, ['reminder-same-day']],
    ['after 06:00 on the day, none', 0, []],
    ['of a day that is past, none', -1, []],
  ])('called %s is sent, with a warning', async (_when, days, kinds) => {
    expect((await connectCall(world, 'scheduleReminders', { appointmentDate: dayAfter(days) })).status).toBe(200)
    expect(await world.findings()).toMatchObject([
      { rule: 'moph-connect/reminder-time-passed', severity: 'warning', pointer: '/body/appointmentDate', seen: `"${dayAfter(days)}"` },
    ])
    expect((await chat(world)).map(({ kind }) => kind)).toEqual(kinds)
  })

  it('is taken at 00:00 on the day before, as the hospitals call it, without a remark', async () => {
    await standAt(dayBefore, '00:00:00')
    await connectCall(world, 'scheduleReminders')
    expect(await world.findings()).toEqual([])
    expect(await outline(world)).toEqual(scheduled)
  })
})

describe.each(storeKinds.filter(({ name }) => name !== 'memory'))(
  'Reminders of a sandbox that was stopped meanwhile, state in $name',
  ({ missing, make }) => {
    it.skipIf(missing !== undefined)(missing ?? 'come in order and once after the start', async () => {
      const { options, remove } = await make()
      const restarted = async (sandbox: TestSandbox) => {
        await sandbox.close()
        return TestSandbox.start(options)
      }
      let sandbox = await TestSandbox.start(options)
      try {
        await sandbox.control('PUT', '/clock', { mode: 'frozen', now: start })
        await connectCall(sandbox, 'scheduleReminders')
        sandbox = await restarted(sandbox)
        expect(await outline(sandbox)).toEqual(scheduled)
        await sandbox.control('POST', '/clock/advance', { days: 30 })
        expect(await outline(sandbox)).toEqual(delivered)
        sandbox = await restarted(sandbox)
        await sandbox.control('POST', '/clock/advance', { days: 30 })
        expect(await outline(sandbox)).toEqual(delivered)
        const { json } = await sandbox.control('GET', '/connect/users')
        expect(json[0].chats).toEqual([{ zone: 'test', delivered: 2, scheduled: 0 }])
      } finally {
        await sandbox.close()
        await remove()
      }
    })
  },
)
