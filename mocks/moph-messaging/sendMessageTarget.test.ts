import { beforeEach, describe, expect, it } from 'vitest'
import { message } from '../../fixtures/harness/message.ts'
import { syntheticPeople } from '../../fixtures/worlds/demo/synthetic-people.ts'
import { faultsByNumber, magicCitizenId } from '../../fixtures/worlds/magicFaults.ts'
import { from, messageWith, sendMessage } from '../testing/messaging-calls.ts'
import { manee, somsri, start, stranger, testWorld } from '../testing/world.ts'

const [child, elder] = syntheticPeople.filter(({ white_list }) => white_list === 1).map(({ cid }) => cid) as [string, string]

describe('SendMessageTarget', () => {
  const world = testWorld()
  let authorization: string
  const send = (change: Record<string, unknown> = {}) => sendMessage(world, authorization, messageWith(change))
  const inbox = async (cid: string, channel = '') => (await world.control('GET', `/messaging/patients/${cid}/messages${channel}`)).json
  const newest = async (cid: string) => (await inbox(cid))[0]
  const open = (cid: string, id: number, channel = 'app') =>
    world.control('POST', `/messaging/patients/${cid}/messages/${id}/open`, { channel })
  const news = async (hospital = '99999') => (await world.control('GET', `/messaging/${hospital}/news`)).json

  beforeEach(async () => {
    authorization = `Bearer ${(await world.logIn()).text}`
  })

  it('reaches the app and LINE of those who are on the white list', async () => {
    const reply = await send({ target: [manee, elder] })
    expect(reply.status).toBe(200)
    expect(reply.json).toEqual({
      result: { message_ref_code: 'MSG-0001', updated: false, target: [manee, elder], target_not_on_white_list: [] },
      MessageCode: 200,
      Message: 'OK',
      RequestTime: start,
    })
    expect(await world.findings()).toEqual([])
    for (const channel of ['', '?channel=app', '?channel=line']) {
      expect((await inbox(elder, channel))[0]).toEqual({
        message_id: 3,
        hospital_code: '99999',
        hospital_name: 'รพ.ทดสอบปลายทาง',
        title: message().message_title,
        content: message().message_content_html,
        confirm_url: 'https://his.example.test/confirm',
        to_app: true,
        to_line: true,
        sent_at: '2026-12-01T09:00:00',
        opened_at: null,
        opened_in: null,
      })
    }
  })

  it('leaves out who is not on the white list, and says who', async () => {
    const { json } = await send({ target: [somsri, manee, stranger()] })
    expect(json.result).toMatchObject({ target: [manee], target_not_on_white_list: [somsri, stranger()] })
    expect(await world.findings()).toMatchObject([
      { rule: 'moph-messaging/not-on-white-list', severity: 'info', pointer: '/body/target/0', seen: `["${somsri}","${stranger()}"]` },
    ])
    expect(await inbox(somsri)).toEqual([])
  })

  it('is taken where nobody is on the white list, and reaches nobody', async () => {
    expect((await send({ target: [stranger()] })).json.result).toMatchObject({ target: [], target_not_on_white_list: [stranger()] })
    expect((await news())[0]).toMatchObject({ made_by: 'api', targets: 0 })
  })

  it('sends once to who stands in the target twice, with a remark', async () => {
    expect((await send({ target: [manee, elder, manee] })).json.result.target).toEqual([manee, elder])
    expect(await world.findings()).toMatchObject([
      { rule: 'moph-messaging/duplicate-target', pointer: '/body/target/2', severity: 'warning' },
    ])
    expect(await inbox(manee)).toHaveLength(2)
  })

  it('needs a token, but no role of its own', async () => {
    for (const user of ['demo-no-api', 'demo-group']) {
      expect((await sendMessage(world, `Bearer ${(await world.logIn(user)).text}`)).status).toBe(200)
      expect(await world.findings()).toEqual([])
    }
    expect((await sendMessage(world, undefined)).status).toBe(401)
    expect(await world.rules()).toEqual(['moph-messaging/token-missing'])
  })

  it('may name another facility than that of the token, with a remark', async () => {
    expect((await send(from('00000'))).status).toBe(200)
    expect(await world.findings()).toMatchObject([
      { rule: 'moph-messaging/sender-of-another-hospital', pointer: '/body/hospital/hospital_code', severity: 'warning' },
    ])
    expect((await news('00000'))[0]).toMatchObject({ hospital_code: '00000', made_by: 'api' })
  })

  describe('with a code that the facility has used', () => {
    it('puts the new text in place of the earlier one, for those who had it too', async () => {
      await send({ target: [manee] })
      await world.advance({ minutes: 5 })
      const { json } = await send({ target: [elder], message_title: 'เปลี่ยนเวลา', message_content_html: 'กรุณามาเวลา 13.00 น.' })
      expect(json.result).toEqual({ message_ref_code: 'MSG-0001', updated: true, target: [elder], target_not_on_white_list: [] })
      for (const cid of [manee, elder])
        expect(await newest(cid)).toMatchObject({
          message_id: 3,
          title: 'เปลี่ยนเวลา',
          content: 'กรุณามาเวลา 13.00 น.',
          sent_at: '2026-12-01T09:05:00',
        })
      expect((await news()).filter(({ made_by }: { made_by: string }) => made_by === 'api')).toMatchObject([
        { message_ref_code: 'MSG-0001', targets: 2, created_at: '2026-12-01T09:00:00' },
      ])
    })

    it('is unopened again where the text has changed', async () => {
      await send()
      await open(manee, 3)
      await send({ message_content_html: 'ข้อความใหม่' })
      expect(await newest(manee)).toMatchObject({ opened_at: null, opened_in: null })
      expect((await news())[0]).toMatchObject({ targets: 1, opened: 0 })
    })

    it('stays opened where the very same is sent again, as after a time-out', async () => {
      await send()
      await open(manee, 3)
      await world.advance({ minutes: 1 })
      expect((await send()).json.result.updated).toBe(true)
      expect(await newest(manee)).toMatchObject({ sent_at: '2026-12-01T09:00:00', opened_at: '2026-12-01T09:00:00', opened_in: 'app' })
    })

    it('is a message of its own where another facility has used it', async () => {
      await send()
      expect((await send(from('00000'))).json.result.updated).toBe(false)
      expect(await inbox(manee)).toMatchObject([{ hospital_code: '00000' }, { hospital_code: '99999', message_id: 3 }, { message_id: 1 }])
    })

    it('makes one message of many calls at a time', async () => {
      const replies = await Promise.all(Array.from({ length: 10 }, () => send()))
      expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200))
      expect(replies.filter(({ json }) => json.result.updated === false)).toHaveLength(1)
      expect((await news()).filter(({ made_by }: { made_by: string }) => made_by === 'api')).toHaveLength(1)
    })
  })

  it('can be left without a confirm URL, as one public client sends it', async () => {
    const { message_confirm_url: _url, ...body } = message()
    expect((await sendMessage(world, authorization, body)).status).toBe(200)
    expect(await world.findings()).toEqual([])
    expect(await newest(manee)).toMatchObject({ confirm_url: null })
  })

  it.each([
    ['<p>งดอาหาร</p><script>alert(1)</script>', '"<script"'],
    ['<img src="x" onerror="alert(1)">', '" onerror="'],
    ['<a href="javascript:alert(1)">ยืนยัน</a>', '"javascript:"'],
  ])('keeps active content as sent, with a remark: %s', async (message_content_html, seen) => {
    expect((await send({ message_content_html })).status).toBe(200)
    expect(await world.findings()).toMatchObject([
      {
        rule: 'moph-messaging/active-content',
        pointer: '/body/message_content_html',
        seen: JSON.stringify(seen.slice(1, -1)),
        severity: 'warning',
      },
    ])
    expect(await newest(manee)).toMatchObject({ content: message_content_html })
  })

  it.each([
    [
      'his_identifier left out',
      { hospital: { hospital_code: '99999', hospital_name: 'รพ.' } },
      'schema/required',
      '/body/hospital/his_identifier',
    ],
    ['a confirm URL that is none', { message_confirm_url: 'ยืนยัน' }, 'schema/pattern', '/body/message_confirm_url'],
    ['an empty list', { target: [] }, 'schema/minItems', '/body/target'],
    ['no title', { message_title: undefined }, 'schema/required', '/body/message_title'],
    ['a title of 501 characters', { message_title: 'ก'.repeat(501) }, 'schema/maxLength', '/body/message_title'],
    ['a wrong check digit', { target: ['1999900000031'] }, 'schema/format', '/body/target/0'],
    ['a field that nobody documents', { message_type: 'queue' }, 'unknown-property', '/body/message_type'],
  ])('is sent with a remark: %s', async (_what, change, rule, pointer) => {
    expect((await send(change)).status).toBe(200)
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule, pointer, severity: 'warning' }))
  })

  it.each([
    ['one cid instead of a list', { target: manee }, 'schema/type', '/body/target'],
    ['cids as numbers', { target: [Number(manee)] }, 'schema/type', '/body/target/0'],
    ['cids as objects', { target: [{ cid: manee }] }, 'schema/type', '/body/target/0'],
    ['a cid of 12 digits', { target: ['199990000003'] }, 'schema/pattern', '/body/target/0'],
    ['a code as a number', { message_ref_code: 20261201090000 }, 'schema/type', '/body/message_ref_code'],
    [
      'a facility code as a number',
      { hospital: { ...message().hospital, hospital_code: 99999 } },
      'schema/type',
      '/body/hospital/hospital_code',
    ],
    ['null for the URL', { message_confirm_url: null }, 'schema/type', '/body/message_confirm_url'],
    ['no code', { message_ref_code: undefined }, 'schema/required', '/body/message_ref_code'],
    ['the facility as a text', { hospital: '99999' }, 'schema/type', '/body/hospital'],
  ])('refuses %s, and says where', async (_what, change, rule, pointer) => {
    const before = await news()
    expect((await send(change)).status).toBe(400)
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule, pointer }))
    expect(await news(), 'nothing is sent').toEqual(before)
  })

  it('refuses what is wrong behind a long list that begins with a remark', async () => {
    const target = ['1999900000031', ...Array.from({ length: 3000 }, () => manee), 5]
    expect((await send({ target })).status).toBe(400)
    expect(await world.findings()).toContainEqual(
      expect.objectContaining({ rule: 'schema/type', severity: 'error', pointer: '/body/target/3001' }),
    )
  })

  describe('where the rule of 5 an hour is switched on', () => {
    beforeEach(() => world.control('PATCH', '/switches', { 'moph-messaging': { rate_rule: true } }))
    const statuses = async (count: number, change: Record<string, unknown> = {}) => {
      const seen: number[] = []
      for (let call = 0; call < count; call++) seen.push((await send({ message_ref_code: `${call}`, ...change })).status)
      return seen
    }

    it('refuses the sixth, an update as well', async () => {
      expect(await statuses(6)).toEqual([200, 200, 200, 200, 200, 429])
      expect(await world.findings()).toMatchObject([{ rule: 'moph-messaging/over-messages-per-hour', severity: 'info' }])
      expect(await statuses(1, { message_ref_code: '0' })).toEqual([429])
      expect(await newest(manee), 'nothing of the sixth is kept').toMatchObject({ message_id: 7 })
    })

    it('counts the hour by the clock of the workspace', async () => {
      await statuses(3)
      await world.advance({ minutes: 30 })
      expect(await statuses(3)).toEqual([200, 200, 429])
      await world.advance({ minutes: 29, seconds: 59 })
      expect(await statuses(1)).toEqual([429])
      await world.advance({ seconds: 1 })
      expect(await statuses(4)).toEqual([200, 200, 200, 429])
    })

    it('counts each facility by itself', async () => {
      await statuses(6)
      expect(await statuses(1, from('00000'))).toEqual([200])
    })

    it('starts anew where the clock is set back', async () => {
      await statuses(5)
      await world.control('PUT', '/clock', { mode: 'frozen', now: '2026-11-30T02:00:00Z' })
      expect(await statuses(6)).toEqual([200, 200, 200, 200, 200, 429])
    })
  })

  it('sends as many as wanted where it is off, which is so at first', async () => {
    for (let call = 0; call < 12; call++) expect((await send({ message_ref_code: `${call}` })).status).toBe(200)
  })

  it('meets the fault that the first of the target chooses', async () => {
    const [unavailable] = faultsByNumber.filter(([, { status }]) => status === 503).map(([number]) => magicCitizenId(number))
    expect((await send({ target: [unavailable, manee] })).status).toBe(503)
    expect((await send({ target: [manee, unavailable] })).json.result.target_not_on_white_list).toEqual([unavailable])
  })

  it('refuses in plain text, where the switch says so', async () => {
    await world.control('PATCH', '/switches', { 'moph-messaging': { error_form: 'text' } })
    const { status, headers, text } = await send({ target: manee })
    expect([status, headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8'])
    expect(text).toBe('target: ชนิดข้อมูลผิด ต้องเป็น array [ ] / target: Wrong type: must be array')
  })

  it('takes a target of many thousands in reasonable time', async () => {
    const many = Array.from({ length: 40_000 }, (_, number) => magicCitizenId(6_000_000 + number))
    const started = performance.now()
    const { status, json } = await send({ target: [manee, ...many, child] })
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(status).toBe(200)
    expect(json.result.target).toEqual([manee, child])
    expect(json.result.target_not_on_white_list).toHaveLength(40_000)
  })
})
