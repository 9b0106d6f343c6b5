import { describe, expect, it } from 'vitest'
import { chat, connectCall, lineUser, outline, queueMessage } from '../testing/connect-calls.ts'
import { dayAfter, testWorld } from '../testing/world.ts'

describe('Telling a patient of a booking', () => {
  const world = testWorld()

  it('puts the queue card and the details into the chat at once', async () => {
    const reply = await connectCall(world, 'sendQueueCard')
    expect(reply.status).toBe(200)
    expect(await world.findings()).toEqual([])
    expect(await outline(world)).toEqual(['2026-12-01T09:00:00 queue-card delivered', '2026-12-01T09:00:00 details delivered'])
  })

  it('says in the message where, for whom and when, and leads to both links', async () => {
    await connectCall(world, 'sendQueueCard')
    const [card, details] = await chat(world)
    expect(details).toMatchObject({
      zone: 'test',
      user_id: lineUser,
      operation: 'sendQueueCard',
      text: [
        'รายละเอียดการนัดหมาย',
        'โรงพยาบาลปทุมธานี',
        'กระทรวงสาธารณสุข',
        'จุดคัดกรอง คิวที่ 201',
        'นาง สมศรี ตัวอย่าง',
        'วันอังคารที่ 8 ธันวาคม 2569',
        'เวลานัดหมาย 09:00-09:15 น. กรุณามาก่อนเวลา 10 นาที',
      ].join('\n'),
      links: [
        { label: 'ดูรายละเอียดการนัดหมาย', url: queueMessage.detailsLink },
        { label: 'ดูสถานะคิวปัจจุบัน', url: queueMessage.currentQueueLink },
      ],
      card: null,
      answer: null,
    })
    expect(card).toMatchObject({ kind: 'queue-card', card: `/connect/deliveries/${card!.delivery_id}/card` })
  })

  it('keeps the chats of the two zones apart', async () => {
    await connectCall(world, 'sendQueueCard', {}, 'production')
    expect(await outline(world)).toEqual([])
    expect(await outline(world, { zone: 'production' })).toHaveLength(2)
    const { json } = await world.control('GET', '/connect/users')
    expect(json.find(({ user_id }: { user_id: string }) => user_id === lineUser).chats).toEqual([
      { zone: 'production', delivered: 2, scheduled: 0 },
    ])
  })

  it.each([
    ['/test/api/queue', 'test'],
    ['/api/queue', 'production'],
  ] as const)('takes %s addressed to the real host for a call to the %s zone', async (path, zone) => {
    const headers = { host: 'mophconnect.go.th', 'x-sandbox-workspace': world.workspace.slice(3) }
    const reply = await world.sandbox.send(path, { method: 'POST', body: queueMessage, headers })
    expect(reply.status).toBe(200)
    expect(await outline(world, { zone })).toHaveLength(2)
  })

  it('delivers a repeated call again, with a warning; in the other zone it is none', async () => {
    await connectCall(world, 'sendQueueCard')
    await connectCall(world, 'sendQueueCard', {}, 'production')
    expect(await world.findings()).toEqual([])
    expect((await connectCall(world, 'sendQueueCard')).status).toBe(200)
    expect(await world.findings()).toMatchObject([{ rule: 'moph-connect/repeated-call', severity: 'warning', pointer: '/body' }])
    expect(await outline(world)).toHaveLength(4)
    await connectCall(world, 'sendQueueCard', { queueNumber: 'จุดคัดกรอง คิวที่ 202' })
    expect(await world.findings(), 'another booking').toEqual([])
  })

  it('takes a repeated call for one whatever the order of the fields and the case of the id', async () => {
    await connectCall(world, 'sendQueueCard')
    const { userId, ...rest } = queueMessage
    await world.send('/mophconnect.go.th/test/api/queue', { method: 'POST', body: { ...rest, userId: userId.toUpperCase() } })
    expect(await world.rules()).toEqual(['moph-connect/repeated-call'])
    expect(await outline(world)).toHaveLength(4)
  })

  it('remarks on a day that is past, and not on today', async () => {
    await connectCall(world, 'sendQueueCard', { appointmentDate: dayAfter(0) })
    expect(await world.findings()).toEqual([])
    expect((await connectCall(world, 'sendQueueCard', { appointmentDate: dayAfter(-1) })).status).toBe(200)
    expect(await world.findings()).toMatchObject([{ rule: 'moph-connect/appointment-past', pointer: '/body/appointmentDate' }])
  })
})
