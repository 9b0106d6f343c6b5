import { describe, expect, it } from 'vitest'
import { chat, connectCall } from '../testing/connect-calls.ts'
import { testWorld } from '../testing/world.ts'

const look = { header: 'แจ้งเลื่อนนัด', backgroundColor: '#1E88E5', detailsLinkLabel: 'รายละเอียด', currentQueueLinkLabel: 'คิว' }

describe('Sending a patient any other message', () => {
  const world = testWorld()

  it('puts it into the chat at once, with its own title and labels', async () => {
    expect((await connectCall(world, 'sendAlert', look)).status).toBe(200)
    expect(await world.findings()).toEqual([])
    const [alert, ...others] = await chat(world)
    expect(others).toEqual([])
    expect(alert).toMatchObject({ kind: 'alert', state: 'delivered', operation: 'sendAlert' })
    expect(alert!.text).toMatch(/^แจ้งเลื่อนนัด\n/)
    expect(alert!.links.map(({ label }) => label)).toEqual(['รายละเอียด', 'คิว'])
  })

  it('needs none of the four fields of its own, and is not remarked on when it is repeated', async () => {
    await connectCall(world, 'sendAlert')
    expect((await connectCall(world, 'sendAlert')).status).toBe(200)
    expect(await world.findings()).toEqual([])
    expect((await chat(world)).map(({ text }) => text.split('\n')[0])).toEqual(['แจ้งเตือน', 'แจ้งเตือน'])
  })

  it.each(['red', '#fff', '1E88E5'])('answers the colour %s, with a warning', async (backgroundColor) => {
    const reply = await connectCall(world, 'sendAlert', { ...look, backgroundColor })
    expect(reply.status).toBe(200)
    expect(await world.findings()).toMatchObject([{ rule: 'schema/pattern', severity: 'warning', pointer: '/body/backgroundColor' }])
    expect(await chat(world)).toHaveLength(1)
  })
})
