import { describe, expect, it } from 'vitest'
import { chat, connectCall, outline } from '../testing/connect-calls.ts'
import { dayAfter, testWorld, today } from '../testing/world.ts'

describe('A chat in LINE, through the control API', () => {
  const world = testWorld()

  it('shows the last of many, in order of time, where a limit is given', async () => {
    await connectCall(world, 'sendQueueCard')
    await world.advance({ minutes: 5 })
    await connectCall(world, 'notifyNearTurn', { appointmentDate: today })
    expect(await outline(world, { query: '?limit=2' })).toEqual([
      `${today}T09:05:00 near-turn delivered`,
      `${dayAfter(1)}T12:00:00 survey scheduled`,
    ])
    expect(await outline(world, { query: '?limit=2&state=delivered' })).toEqual([
      `${today}T09:00:00 details delivered`,
      `${today}T09:05:00 near-turn delivered`,
    ])
  })

  it('is empty for whoever got nothing', async () => {
    expect(await chat(world, { user: 'ffffffffffffffffffffffff' })).toEqual([])
  })

  it('shows one message by its number', async () => {
    await connectCall(world, 'sendQueueCard')
    const [card] = await chat(world)
    expect((await world.control('GET', `/connect/deliveries/${card!.delivery_id}`)).json).toEqual(card)
    const { status, json } = await world.control('GET', '/connect/deliveries/999')
    expect([status, json.error.rule]).toEqual([404, 'unknown-delivery'])
  })

  it('is part of a snapshot, with what is still to come', async () => {
    await connectCall(world, 'scheduleReminders')
    await world.control('POST', '/snapshots', { name: 'before' })
    await world.advance({ days: 30 })
    const after = await outline(world)
    await world.control('POST', '/snapshots/before/restore')
    expect(await outline(world)).not.toEqual(after)
    await world.advance({ days: 30 })
    expect(await outline(world)).toEqual(after)
  })
})

describe('The satisfaction survey', () => {
  const world = testWorld()

  async function survey(): Promise<number> {
    await connectCall(world, 'notifyNearTurn', { appointmentDate: today })
    return (await chat(world))[1]!.delivery_id
  }
  const answer = (id: number, body: object = { score: 5, comment: 'บริการดีมาก' }) =>
    world.control('POST', `/connect/deliveries/${id}/answer`, body)
  const ruleOf = async (reply: ReturnType<typeof answer>) => [(await reply).status, (await reply).json.error.rule]

  it('is answered by the patient, once', async () => {
    const id = await survey()
    await world.advance({ days: 2 })
    const { status, json } = await answer(id)
    expect(status).toBe(200)
    expect(json.answer).toEqual({ score: 5, comment: 'บริการดีมาก', answered_at: `${dayAfter(2)}T09:00:00` })
    expect((await chat(world))[1]!.answer).toEqual(json.answer)
    expect(await ruleOf(answer(id, { score: 1 }))).toEqual([409, 'survey-answered'])
    expect((await chat(world))[1]!.answer).toEqual(json.answer)
  })

  it('can be answered without a comment', async () => {
    const id = await survey()
    await world.advance({ days: 2 })
    expect((await answer(id, { score: 3 })).json.answer).toMatchObject({ score: 3, comment: null })
  })

  it('cannot be answered before it has been delivered', async () => {
    expect(await ruleOf(answer(await survey()))).toEqual([409, 'survey-not-delivered'])
  })

  it('is no other message', async () => {
    await survey()
    const [nearTurn] = await chat(world)
    expect(await ruleOf(answer(nearTurn!.delivery_id))).toEqual([400, 'not-a-survey'])
    expect(await ruleOf(answer(999))).toEqual([404, 'unknown-delivery'])
  })

  it.each([{ score: 0 }, { score: 6 }, { score: 2.5 }, { score: '5' }, {}, { score: 5, remark: 'x' }])('does not take %j', async (body) => {
    const id = await survey()
    await world.advance({ days: 2 })
    expect((await answer(id, body)).status).toBe(400)
  })
})

describe('Users of MOPH Connect', () => {
  const world = testWorld()

  it('are added with or without a citizen id, and changed by the same call', async () => {
    const path = '/connect/users/AAAAAAAAAAAAAAAAAAAAAAAA'
    const added = await world.control('PUT', path, { name: 'มานี', cid: '1999900000030' })
    expect(added.json).toEqual({ user_id: 'aaaaaaaaaaaaaaaaaaaaaaaa', name: 'มานี', cid: '1999900000030', chats: [] })
    await world.control('PUT', path, { name: 'มานี มีนา' })
    const { json } = await world.control('GET', '/connect/users')
    expect(json.at(-1)).toEqual({ user_id: 'aaaaaaaaaaaaaaaaaaaaaaaa', name: 'มานี มีนา', cid: null, chats: [] })
    await connectCall(world, 'sendQueueCard', { userId: 'aaaaaaaaaaaaaaaaaaaaaaaa' })
    expect(await world.findings()).toEqual([])
  })

  it('show how much lies in their chats', async () => {
    await connectCall(world, 'notifyNearTurn', { appointmentDate: today })
    await connectCall(world, 'sendQueueCard', {}, 'production')
    const { json } = await world.control('GET', '/connect/users')
    expect(json[0].chats).toEqual([
      { zone: 'test', delivered: 1, scheduled: 1 },
      { zone: 'production', delivered: 2, scheduled: 0 },
    ])
  })
})

describe('Many deliveries at one advance', () => {
  const world = testWorld()

  it('all come, each once', async () => {
    const people = 500
    for (let start = 0; start < people; start += 50) {
      const calls = Array.from({ length: 50 }, (_, index) => {
        const userId = String(start + index).padStart(24, '0')
        return connectCall(world, 'scheduleReminders', { userId })
      })
      expect((await Promise.all(calls)).every(({ status }) => status === 200)).toBe(true)
    }
    await world.advance({ days: 30 })
    const { json } = await world.control('GET', '/connect/users')
    const strangers = json.filter(({ name }: { name: string | null }) => name === null)
    expect(strangers).toHaveLength(people)
    for (const { chats } of strangers) expect(chats).toEqual([{ zone: 'test', delivered: 2, scheduled: 0 }])
  })
})
