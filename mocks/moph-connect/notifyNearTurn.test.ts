import { describe, expect, it } from 'vitest'
import { chat, connectCall, outline } from '../testing/connect-calls.ts'
import { dayAfter, testWorld, today } from '../testing/world.ts'

describe('Telling a patient that the turn is near', () => {
  const world = testWorld()

  it('puts the message into the chat at once, and the survey at 12:00 on the next day', async () => {
    expect((await connectCall(world, 'notifyNearTurn', { appointmentDate: today })).status).toBe(200)
    expect(await world.findings()).toEqual([])
    expect(await outline(world)).toEqual([`${today}T09:00:00 near-turn delivered`, `${dayAfter(1)}T12:00:00 survey scheduled`])
    await world.control('PUT', '/clock', { mode: 'frozen', now: `${dayAfter(1)}T11:59:59+07:00` })
    expect((await chat(world))[1]).toMatchObject({ kind: 'survey', state: 'scheduled' })
    await world.advance({ seconds: 1 })
    expect((await chat(world))[1]).toMatchObject({ kind: 'survey', state: 'delivered', links: [], answer: null })
    const [nearTurn, survey] = (await chat(world)).map(({ text }) => text)
    expect(nearTurn).toMatch(/^ใกล้ถึงคิวของคุณแล้ว\nโรงพยาบาลปทุมธานี/)
    expect(survey).toMatch(/^แบบสอบถามประเมินความพึงพอใจ\nโรงพยาบาลปทุมธานี/)
  })

  it('counts the next day in Thai time: shortly after midnight it is the day that has just begun', async () => {
    await world.control('PUT', '/clock', { mode: 'frozen', now: `${dayAfter(1)}T00:05:00+07:00` })
    await connectCall(world, 'notifyNearTurn', { appointmentDate: dayAfter(1) })
    expect(await outline(world)).toContain(`${dayAfter(2)}T12:00:00 survey scheduled`)
  })

  it.each([
    ['before', 1],
    ['after', -1],
  ])('on a day %s the appointment is answered with a warning; the survey follows the call, not the appointment', async (_when, days) => {
    expect((await connectCall(world, 'notifyNearTurn', { appointmentDate: dayAfter(days) })).status).toBe(200)
    expect(await world.rules()).toEqual(['moph-connect/not-the-appointment-day'])
    expect(await outline(world)).toContain(`${dayAfter(1)}T12:00:00 survey scheduled`)
  })
})
