import { describe, expect, it } from 'vitest'
import { type ConnectOperation, chat, connectBases, connectCall, connectPaths, lineUser, queueMessage } from '../testing/connect-calls.ts'
import { testWorld } from '../testing/world.ts'

const operations = Object.keys(connectPaths) as ConnectOperation[]
const fields = Object.keys(queueMessage)
const hintOf = async (world: {
  control: (method: string, path: string) => Promise<{ json: { findings: { hint: { en: string } }[] }[] }>
}) => (await world.control('GET', '/journal?limit=1')).json[0]!.findings[0]!.hint.en

describe.each(operations)('%s', (operation) => {
  const world = testWorld()

  const needed = operation === 'scheduleReminders' ? ['userId', 'appointmentDate'] : ['userId']

  it.each(fields.filter((field) => !needed.includes(field)))(
    'answers a call without %s, with a warning: no document says that it is required',
    async (field) => {
      expect((await connectCall(world, operation, { [field]: undefined })).status).toBe(200)
      const findings = await world.findings()
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'schema/required', severity: 'warning', pointer: `/body/${field}` }))
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
      const delivered = await chat(world)
      expect(delivered).not.toEqual([])
      expect(delivered.map(({ text }) => text).join()).not.toContain('undefined')
    },
  )

  it.each(needed)(
    'refuses a call without %s, since there is nobody or no day to send for, names the field, and delivers nothing',
    async (field) => {
      const reply = await connectCall(world, operation, { [field]: undefined })
      expect(reply.status).toBe(400)
      expect(reply.json.errors).toEqual([{ field, message: `ขาด ${field} / ${field} is missing` }])
      expect(await world.findings()).toMatchObject([
        { rule: 'schema/required', severity: 'warning', pointer: `/body/${field}`, provenance: { level: 'assumed' } },
      ])
      expect(await chat(world)).toEqual([])
    },
  )

  it.each(['abc-1', '5bedb400000000000000000', '5bedb40000000000000000012', '5bedb400000000000000000g', 'U123', 'me@hospital.example'])(
    'delivers to the user id %j, with a warning: the document prints one form and demands none',
    async (userId) => {
      expect((await connectCall(world, operation, { userId })).status).toBe(200)
      expect(await world.findings()).toContainEqual(
        expect.objectContaining({ rule: 'schema/pattern', severity: 'warning', pointer: '/body/userId' }),
      )
      expect(await chat(world, { user: encodeURIComponent(userId) })).not.toEqual([])
    },
  )

  it.each(['', 'x'.repeat(201)])('refuses a user id under which no chat can be kept', async (userId) => {
    expect((await connectCall(world, operation, { userId })).status).toBe(400)
    expect(await world.findings()).toMatchObject([{ pointer: '/body/userId', provenance: { level: 'assumed' } }])
  })

  it('answers a LINE user ID, as test code of 2018 sends it, with a warning', async () => {
    const userId = `U${'0123456789abcdef'.repeat(2)}`
    await world.control('PUT', `/connect/users/${userId}`, { name: 'ผู้ทดสอบ' })
    expect((await connectCall(world, operation, { userId })).status).toBe(200)
    expect(await world.findings()).toContainEqual(
      expect.objectContaining({ rule: 'moph-connect/line-user-id', severity: 'warning', pointer: '/body/userId' }),
    )
    expect(await chat(world, { user: userId })).not.toEqual([])
  })

  it('delivers to a user whom nobody knows too, with a warning', async () => {
    const userId = 'abcdefabcdefabcdefabcdef'
    expect((await connectCall(world, operation, { userId })).status).toBe(200)
    expect(await world.rules()).toContain('moph-connect/unknown-user')
    const { json } = await world.control('GET', '/connect/users')
    expect(json.at(-1)).toMatchObject({ user_id: userId, name: null, cid: null, chats: [{ zone: 'test' }] })
  })

  it.each([
    ['no content type (a client that sets none)', {}],
    ["text/plain (a browser's fetch with a string)", { 'content-type': 'text/plain;charset=UTF-8' }],
    ["a form's (PHP's curl with a string)", { 'content-type': 'application/x-www-form-urlencoded' }],
  ] as [string, Record<string, string>][])('answers JSON under %s, with a warning', async (_name, headers) => {
    const raw = JSON.stringify(queueMessage)
    const reply = await world.send(`${connectBases.test}${connectPaths[operation]}`, { method: 'POST', raw, headers })
    expect(reply.status).toBe(200)
    expect(await world.findings()).toContainEqual(
      expect.objectContaining({ rule: 'moph-connect/content-type-not-json', severity: 'warning', pointer: '/headers/content-type' }),
    )
  })

  it('answers an empty text, and a field that it does not know, with a warning', async () => {
    expect((await connectCall(world, operation, { queueNumber: '', remark: 'x' })).status).toBe(200)
    expect(await world.findings()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: 'schema/minLength', severity: 'warning', pointer: '/body/queueNumber' }),
        expect.objectContaining({ rule: 'unknown-property', severity: 'warning', pointer: '/body/remark' }),
      ]),
    )
  })
})

describe.each(['sendQueueCard', 'scheduleReminders', 'notifyNearTurn'] as const)('%s, whose forms are documented,', (operation) => {
  const world = testWorld()

  it.each(['detailsLink', 'currentQueueLink'])('refuses what is no http or https URL as %s', async (field) => {
    for (const link of ['', 'www.google.com', 'ftp://queue.hospital.example/', ' http://queue.hospital.example/', 'javascript:alert(1)']) {
      const reply = await connectCall(world, operation, { [field]: link })
      expect(reply.status, link).toBe(400)
      expect(await world.findings()).toMatchObject([{ rule: 'schema/pattern', severity: 'error', pointer: `/body/${field}` }])
    }
    expect(await hintOf(world)).toContain('must start with http:// or https://')
    expect((await connectCall(world, operation, { [field]: 'https://queue.hospital.example/?q=1' })).status).toBe(200)
  })

  it.each(['25/07/2018', '2018-7-25', '20180725', '2018-02-30', '2018-07-25T00:00:00', ''])(
    'refuses the date %j and says how it is written',
    async (appointmentDate) => {
      const reply = await connectCall(world, operation, { appointmentDate })
      expect(reply.status).toBe(400)
      expect(await world.findings()).toMatchObject([{ rule: 'schema/format', severity: 'error', pointer: '/body/appointmentDate' }])
      expect(await hintOf(world)).toContain('2018-07-25, not 25/07/2018')
    },
  )

  it('refuses a Buddhist year and says what to send', async () => {
    expect((await connectCall(world, operation, { appointmentDate: '2569-12-08' })).status).toBe(400)
    expect(await world.rules()).toEqual(['schema/calendar'])
    expect(await hintOf(world)).toBe('Subtract 543 from the year: 2026-12-08.')
  })
})

describe('sendAlert, which no document has', () => {
  const world = testWorld()

  it.each([
    ['a link without a scheme', { detailsLink: 'www.google.com' }, 'schema/pattern', '/body/detailsLink'],
    ['a date as people write it', { appointmentDate: '25/07/2018' }, 'schema/format', '/body/appointmentDate'],
    ['a Buddhist year', { appointmentDate: '2569-12-08' }, 'schema/calendar', '/body/appointmentDate'],
  ])('is answered with %s, with a warning', async (_what, change, rule, pointer) => {
    expect((await connectCall(world, 'sendAlert', change)).status).toBe(200)
    expect(await world.findings()).toEqual([expect.objectContaining({ rule, pointer, severity: 'warning' })])
    expect(await chat(world)).not.toEqual([])
  })
})

describe('What is answered, which no document says', () => {
  const world = testWorld()
  const forms = (switches: object) => world.control('PATCH', '/switches', { 'moph-connect': switches })

  it('is 200 with {}', async () => {
    const { status, text, headers } = await connectCall(world, 'sendQueueCard')
    expect([status, text]).toEqual([200, '{}'])
    expect(headers['content-type']).toMatch(/^application\/json/)
  })

  it('is 200 without a body where the switch says so', async () => {
    await forms({ success_form: 'empty' })
    const { status, text } = await connectCall(world, 'sendQueueCard')
    expect([status, text]).toEqual([200, ''])
  })

  it('is 400 with every field that is wrong', async () => {
    const { status, json } = await connectCall(world, 'sendQueueCard', { origin: 1, userId: undefined, detailsLink: '' })
    expect(status).toBe(400)
    expect(json.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['detailsLink', 'origin', 'userId'])
    expect(json.message).toContain('userId is missing')
  })

  it('is 400 with a text where the switch says so', async () => {
    await forms({ error_form: 'text' })
    const { status, text, headers } = await connectCall(world, 'sendQueueCard', { userId: undefined })
    expect(status).toBe(400)
    expect(headers['content-type']).toMatch(/^text\/plain/)
    expect(text).toBe('userId: ขาด userId / userId: userId is missing')
  })

  it('is 405 to a GET, 404 on a path that is none, and 400 to what is no JSON', async () => {
    expect((await world.send(`${connectBases.test}/queue`)).status).toBe(405)
    expect((await world.send(`${connectBases.test}/queues`, { method: 'POST', body: queueMessage })).status).toBe(404)
    const reply = await world.send(`${connectBases.test}/queue`, { method: 'POST', raw: '{"userId":' })
    expect([reply.status, reply.json.errors]).toMatchObject([400, [{ field: 'body' }]])
  })

  it('asks for no login', async () => {
    const reply = await world.send(`${connectBases.production}/queue`, {
      method: 'POST',
      body: { ...queueMessage, userId: lineUser },
      headers: { authorization: 'Bearer whatever' },
    })
    expect(reply.status).toBe(200)
  })
})
