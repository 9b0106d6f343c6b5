import type { Answer } from '../../fixtures/harness/sandbox.ts'
import { manee, type TestWorld } from './world.ts'

export const messagePath = '/cvp1.moph.go.th/api/SendMessageTarget'

/** A message as public clients send it, with synthetic values. */
export function message(change: Record<string, unknown> = {}) {
  return {
    hospital: { hospital_code: '99999', hospital_name: 'รพ.ทดสอบปลายทาง', his_identifier: 'HIS ABC v1.0' },
    message_ref_code: '20261201090000',
    message_title: 'แจ้งเตือนใกล้ถึงวันนัด',
    message_content_html: '<h2>แจ้งเตือนใกล้ถึงวันนัด</h2>พรุ่งนี้ท่านมีนัดเจาะเลือด กรุณางดน้ำงดอาหารหลัง 20.00 น.',
    message_confirm_url: 'https://his.example.test/ConfirmMessage',
    target: [manee],
    ...change,
  }
}

/** The same from another facility. */
export const from = (hospital_code: string) => ({ hospital: { ...message().hospital, hospital_code } })

export function sendMessage(world: TestWorld, authorization: string | undefined, body: unknown = message()): Promise<Answer> {
  return world.send(messagePath, { method: 'POST', body, headers: authorization === undefined ? {} : { authorization } })
}

/** A list as the browser uploads it. */
export function upload(world: TestWorld, path: string, list: string | Uint8Array, method = 'PUT'): Promise<Answer> {
  return world.send(`/control${path}`, { method, raw: list, headers: { 'content-type': 'text/plain' } })
}
