import { describe, expect, it } from 'vitest'
import { sendMessage, upload } from '../testing/messaging-calls.ts'
import { testWorld } from '../testing/world.ts'

/**
 * No document of the Appointment Center prints a request for messages. These have the forms in which public clients send them, with words,
 * facilities, people and hosts of our own; the list is what the dashboard says of its file (MOPH Appointment Center manual, 3.3, number 8).
 */
describe('The messages of public clients', () => {
  const world = testWorld()
  const hospital = { hospital_code: '99999', hospital_name: 'รพ.ทดสอบปลายทาง', his_identifier: 'HIS ABC v1.0' }
  const target = ['1999900000030']
  const send = async (body: object) => sendMessage(world, `Bearer ${(await world.logIn()).text}`, body)

  it.each([
    [
      'HTML over several lines, with spaces at their ends',
      {
        message_title: 'เรียกคิว',
        message_content_html: '\n    <h2>เหลืออีก 3 คิว</h2>\n    กรุณาไปที่หน้าห้องตรวจ 1   \n    ',
        message_confirm_url: 'https://his.example.test/confirm',
      },
    ],
    ['one without a confirm URL', { message_title: 'แจ้งเตือน', message_content_html: '<p>กรุณามาตามนัด</p>' }],
  ])('%s: taken without a remark, and the reply is JSON with a MessageCode', async (_what, text) => {
    const reply = await send({ hospital, message_ref_code: '20261201090000', ...text, target })
    expect(reply.status).toBe(200)
    expect(reply.headers['content-type']).toMatch(/^application\/json/)
    expect(reply.json).toMatchObject({ MessageCode: 200, result: { target } })
    expect(await world.findings()).toEqual([])
  })

  it('the citizen id as the code of the message', async () => {
    const message = { message_title: 'แจ้งเตือน', message_content_html: '<p>กรุณามาตามนัด</p>' }
    expect((await send({ hospital, message_ref_code: target[0], ...message, target })).json.result.updated).toBe(false)
    expect((await send({ hospital, message_ref_code: target[0], ...message, target })).json.result.updated).toBe(true)
    expect(await world.findings()).toEqual([])
  })
})

describe('The dashboard (เป็นไฟล์นามสกุล .txt ที่มีรหัสบัตรประชาชนของกลุ่มเป้าหมาย 1 คน/1 บรรทัด)', () => {
  const world = testWorld()

  it('takes such a file, and shows who is on the white list, each with a red minus', async () => {
    const { json } = await upload(world, '/messaging/99999/news/2/targets', '1999900000030\r\n1999900010027\r\n1999900000013\r\n')
    expect(json).toMatchObject({ lines: 3, kept: 2, remarks: [{ line: 3, reason: 'not-on-white-list' }] })
    const targets = (await world.control('GET', '/messaging/99999/news/2/targets')).json
    expect(targets).toMatchObject([{ receipt: 'red' }, { receipt: 'red' }])
  })
})
