import { describe, expect, it } from 'vitest'
import { syntheticPeople } from '../../fixtures/worlds/demo/synthetic-people.ts'
import { magicCitizenId } from '../../fixtures/worlds/magicFaults.ts'
import { upload } from '../testing/messaging-calls.ts'
import { manee, somsri, stranger, testWorld } from '../testing/world.ts'

const desk = '/messaging/99999/news'
const [elder, grown] = syntheticPeople.filter(({ white_list }) => white_list === 1).map(({ cid }) => cid) as [string, string]

/** MOPH Appointment Center manual, 3.2 and 3.3: figures 21 to 27. */
describe('The news broadcast', () => {
  const world = testWorld()
  const created = async (more: object = {}) => {
    const body = { title: 'แจ้งเตือนนัดหมาย', content: 'พรุ่งนี้ 08:00 น. ห้องตรวจ 1', ...more }
    return (await world.control('POST', desk, body)).json
  }
  const targetsOf = (id: number, query = '') => world.control('GET', `${desk}/${id}/targets${query}`)
  const upTo = (id: number, list: string | Uint8Array) => upload(world, `${desk}/${id}/targets`, list)
  const send = (id: number) => world.control('POST', `${desk}/${id}/send`)
  const inbox = async (cid: string, query = '') => (await world.control('GET', `/messaging/patients/${cid}/messages${query}`)).json
  const open = (cid: string, id: number, channel = 'app') =>
    world.control('POST', `/messaging/patients/${cid}/messages/${id}/open`, { channel })

  it('goes from the news item over its targets to the patient, and the tick turns green', async () => {
    const { message_id, ...news } = await created()
    expect(news).toEqual({
      hospital_code: '99999',
      made_by: 'dashboard',
      message_ref_code: null,
      title: 'แจ้งเตือนนัดหมาย',
      content: 'พรุ่งนี้ 08:00 น. ห้องตรวจ 1',
      confirm_url: null,
      to_app: true,
      to_line: true,
      created_at: '2026-12-01T09:00:00',
      sent_at: null,
      targets: 0,
      opened: 0,
    })

    const { json: report } = await upTo(message_id, `${manee}\r\n${elder}\r\n`)
    expect(report).toEqual({ lines: 2, blank: 0, kept: 2, remarks: [], more_remarks: 0 })
    const red = { receipt: 'red', opened_at: null, opened_in: null }
    expect((await targetsOf(message_id)).json).toEqual([
      { cid: manee, name: 'น.ส.มานี สมมุติ', ...red },
      { cid: elder, name: expect.stringContaining(' '), ...red },
    ])
    expect(
      (await inbox(manee)).map((message: { message_id: number }) => message.message_id),
      'not before it is sent',
    ).toEqual([1])

    await world.advance({ minutes: 10 })
    expect((await send(message_id)).json).toMatchObject({ sent_at: '2026-12-01T09:10:00', targets: 2, opened: 0 })
    expect((await inbox(manee))[0]).toEqual({
      message_id,
      hospital_code: '99999',
      hospital_name: 'รพ.ทดสอบปลายทาง',
      title: 'แจ้งเตือนนัดหมาย',
      content: 'พรุ่งนี้ 08:00 น. ห้องตรวจ 1',
      confirm_url: null,
      to_app: true,
      to_line: true,
      sent_at: '2026-12-01T09:10:00',
      opened_at: null,
      opened_in: null,
    })

    await world.advance({ hours: 3, seconds: 50 })
    expect((await open(manee, message_id, 'line')).json).toMatchObject({ opened_at: '2026-12-01T12:10:50', opened_in: 'line' })
    const green = { receipt: 'green', opened_at: '2026-12-01T12:10:50', opened_in: 'line' }
    expect((await targetsOf(message_id)).json).toMatchObject([
      { cid: manee, ...green },
      { cid: elder, ...red },
    ])
    expect((await world.control('GET', `${desk}/${message_id}`)).json).toMatchObject({ targets: 2, opened: 1 })
  })

  it('keeps the time of the first opening, wherever it is opened next', async () => {
    const first = (await open(manee, 1, 'app')).json
    await world.advance({ minutes: 1 })
    expect((await open(manee, 1, 'line')).json).toEqual(first)
  })

  it('reports every line that does not become a target: its number, what was seen and why', async () => {
    const { message_id } = await created()
    const list = ['รหัสบัตรประชาชน', manee, '', '1-9999-00000-03-0', somsri, stranger(), '19999000000', elder].join('\r\n')
    const { json } = await upTo(message_id, `${list}\r\n`)
    expect(json).toMatchObject({ lines: 8, blank: 1, kept: 2 })
    expect(json.remarks.map(({ line, seen, reason, kept }: Record<string, unknown>) => [line, seen, reason, kept])).toEqual([
      [1, 'รหัสบัตรประชาชน', 'not-a-number', false],
      [4, '1-9999-00000-03-0', 'duplicate', false],
      [5, somsri, 'not-on-white-list', false],
      [6, stranger(), 'not-on-white-list', false],
      [7, '19999000000', 'wrong-length', false],
    ])
    expect((await targetsOf(message_id)).json.map(({ cid }: { cid: string }) => cid)).toEqual([manee, elder])
  })

  it.each<[string, Uint8Array]>([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${manee}\r\n${elder}\r\n`)],
    [
      'Windows-874, whose heading is Thai',
      Buffer.concat([Buffer.from([0xc3, 0xcb, 0xd1, 0xca, 0x0d, 0x0a]), Buffer.from(`${manee}\r\n${elder}`)]),
    ],
    ['UTF-16, as Notepad says Unicode', Buffer.from(`\uFEFF${manee}\r\n${elder}\r\n`, 'utf16le')],
  ])('takes a file in %s', async (_encoding, file) => {
    const { message_id } = await created()
    const { status, json } = await upTo(message_id, file)
    expect(status).toBe(200)
    expect(json.kept).toBe(2)
    expect(json.remarks.every(({ line, reason }: Record<string, unknown>) => line === 1 && reason === 'not-a-number')).toBe(true)
    if (json.remarks.length > 0) expect(json.remarks[0].seen).toBe('รหัส')
  })

  it('takes what curl --data-binary sends, and names what curl -d makes of it', async () => {
    const { message_id } = await created()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const put = (raw: string) => world.send(`/control${desk}/${message_id}/targets`, { method: 'PUT', raw, headers: form })
    expect((await put(`${manee}\n${elder}\n`)).json).toMatchObject({ kept: 2 })
    expect((await put(`${manee}${elder}`)).json).toMatchObject({ kept: 0, remarks: [{ reason: 'several-in-one-line' }] })
  })

  it('refuses a file sent as a form, and an empty one', async () => {
    const { message_id } = await created()
    const path = `/control${desk}/${message_id}/targets`
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const { status, json } = await world.send(path, { method: 'PUT', raw: `--x\r\n\r\n${manee}\r\n--x--`, headers })
    expect([status, json.error.hint.en]).toEqual([400, 'curl: --data-binary @file.txt instead of -F.'])
    const { status: none, json: nothing } = await world.send(path, { method: 'PUT', headers: { 'content-type': 'text/plain' } })
    expect([none, nothing.error.en]).toEqual([400, 'body: There is no body'])
    expect(nothing.error.hint.en).toContain('--data-binary')
  })

  it('has the newest list alone, where one is uploaded again', async () => {
    const { message_id } = await created()
    await upTo(message_id, `${manee}\n${elder}`)
    await upTo(message_id, `${grown}\n`)
    expect((await targetsOf(message_id)).json.map(({ cid }: { cid: string }) => cid)).toEqual([grown])
  })

  it('can be changed until it is sent, and then neither changed nor given other targets nor sent again', async () => {
    const { message_id } = await created({ to_line: false })
    const change = (body: object) => world.control('PATCH', `${desk}/${message_id}`, body)
    expect((await change({ title: 'หัวข้อใหม่', to_line: true })).json).toMatchObject({ title: 'หัวข้อใหม่', to_line: true, to_app: true })
    expect((await change({})).status).toBe(200)
    await upTo(message_id, manee)
    expect((await send(message_id)).status).toBe(200)
    for (const refused of [await change({ title: 'อีกครั้ง' }), await upTo(message_id, elder), await send(message_id)])
      expect([refused.status, refused.json.error.rule]).toEqual([409, 'news-sent'])
    expect((await targetsOf(message_id)).json).toMatchObject([{ cid: manee }])
    expect((await inbox(manee))[0]).toMatchObject({ title: 'หัวข้อใหม่' })
  })

  it('is sent once, however many press the button', async () => {
    const { message_id } = await created()
    await upTo(message_id, manee)
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => send(message_id)))).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, ...Array(7).fill(409)])
  })

  it('reaches only the channel that is ticked, and is not sent without one', async () => {
    const { message_id } = await created({ to_app: false, to_line: false })
    await upTo(message_id, manee)
    expect((await send(message_id)).json.error.rule).toBe('no-channel')
    await world.control('PATCH', `${desk}/${message_id}`, { to_line: true })
    await send(message_id)
    expect((await inbox(manee, '?channel=line'))[0]).toMatchObject({ message_id, to_app: false, to_line: true })
    expect((await inbox(manee, '?channel=app')).map((message: { message_id: number }) => message.message_id)).toEqual([1])
    expect((await open(manee, message_id, 'app')).json.error.rule).toBe('not-in-this-channel')
    expect((await open(manee, message_id, 'line')).status).toBe(200)
  })

  it('is not sent to nobody', async () => {
    const { message_id } = await created()
    expect((await send(message_id)).json.error.rule).toBe('no-targets')
    await upTo(message_id, stranger())
    expect((await send(message_id)).json.error.rule).toBe('no-targets')
  })

  it('of another facility does not exist, nor does a message of someone else', async () => {
    expect((await world.control('GET', '/messaging/00000/news/1')).json.error.rule).toBe('unknown-news')
    expect((await world.control('POST', '/messaging/00000/news/2/send')).json.error.rule).toBe('unknown-news')
    expect((await open(somsri, 1)).json.error.rule).toBe('unknown-message')
    expect((await open(manee, 2)).json.error.rule, 'a draft').toBe('unknown-message')
  })

  it('starts in the demo world with one that has been sent, and a draft', async () => {
    expect((await world.control('GET', desk)).json).toMatchObject([
      { message_id: 2, sent_at: null, targets: 3, opened: 0 },
      { message_id: 1, sent_at: '2026-12-01T09:00:00', opened: 1 },
    ])
    expect((await targetsOf(1, '?receipt=green')).json).toMatchObject([{ cid: manee, opened_in: 'app' }])
    expect((await targetsOf(1, '?receipt=red&limit=2')).json).toHaveLength(2)
    const all = (await targetsOf(1)).json
    expect((await targetsOf(1, '?limit=2&offset=1')).json).toEqual(all.slice(1, 3))
  })

  it('keeps those who have left the white list or the population since', async () => {
    await world.control('DELETE', `/people/${manee}`)
    expect((await targetsOf(1)).json[0]).toMatchObject({ cid: manee, name: null })
  })

  it('survives a snapshot', async () => {
    await world.control('POST', '/snapshots', { name: 'before' })
    await open(elder, 1)
    await world.control('POST', '/snapshots/before/restore')
    expect((await inbox(elder))[0]).toMatchObject({ opened_at: null })
  })

  describe('to many', () => {
    const many = Array.from({ length: 60_000 }, (_, number) => magicCitizenId(6_000_000 + number))

    it('takes a list of 60,000 within seconds, on the white list or not', async () => {
      const { message_id } = await created()
      const started = performance.now()
      const { json: none } = await upTo(message_id, many.join('\n'))
      expect(none).toMatchObject({ lines: 60_000, kept: 0 })
      expect(none.remarks).toHaveLength(1_000)
      expect(none.more_remarks).toBe(59_000)
      expect((await upload(world, '/messaging/white-list', many.join('\r\n'), 'POST')).json).toMatchObject({
        kept: 60_000,
        remarks: [],
        more_remarks: 0,
      })
      expect((await upTo(message_id, `${many.join('\n')}\n`)).json).toMatchObject({ kept: 60_000, remarks: [], more_remarks: 0 })
      expect((await send(message_id)).json).toMatchObject({ targets: 60_000 })
      expect((await targetsOf(message_id, '?limit=100000')).json).toHaveLength(60_000)
      expect(performance.now() - started).toBeLessThan(30_000)
      expect((await targetsOf(message_id, '?offset=59999')).json).toMatchObject([{ cid: many.at(-1), receipt: 'red' }])
    }, 60_000)

    it('refuses a file above 1 MiB, and says so', async () => {
      const { message_id } = await created()
      const { status, json } = await upTo(message_id, [...many, ...many].join('\n'))
      expect([status, json.error.en]).toEqual([413, 'body: The body is larger than 1 MiB'])
    })
  })
})

describe('The white list', () => {
  const world = testWorld()

  it('takes people in, known or not', async () => {
    const { json } = await upload(world, '/messaging/white-list', `${somsri}\n${stranger()}\n12\n`, 'POST')
    expect(json).toMatchObject({ kept: 2, remarks: [{ line: 3, reason: 'wrong-length' }] })
    const person = async (cid: string) => (await world.control('GET', `/people/${cid}`)).json
    expect(await person(somsri)).toMatchObject({ first_name: 'สมศรี', moph_ic: true, white_list: true })
    expect(await person(stranger())).toMatchObject({ prefix: 'คุณ', moph_ic: false, white_list: true })
  })
})
