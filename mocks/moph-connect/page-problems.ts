import type { Text } from '../../src/upstream/document.ts'

/** What came back from a booking page. */
export interface Page {
  status: number
  headers: Record<string, string>
  body: string
}

/** What a patient would not get on with. */
export function problemsOf({ status, headers, body }: Page): Text[] {
  const type = headers['content-type']
  if (status >= 300 && status < 400) {
    const { location = '-' } = headers
    return [
      {
        th: `หน้าจองคิวส่งต่อ (${status}) ไปที่ ${location} ซึ่ง sandbox ไม่ได้เปิดตาม`,
        en: `The page redirects (${status}) to ${location}, which is not followed`,
      },
    ]
  }
  if (status !== 200) return [{ th: `หน้าจองคิวตอบ ${status} ไม่ใช่ 200`, en: `The page answered ${status}, not 200` }]
  if (type === undefined || !/^(text\/html|application\/xhtml\+xml)\b/i.test(type))
    return [{ th: `Content-Type เป็น ${type ?? '(ไม่มี)'} ไม่ใช่ text/html`, en: `Content-Type is ${type ?? '(absent)'}, not text/html` }]
  if (body.trim() === '') return [{ th: 'หน้าจองคิวว่างเปล่า', en: 'The page is empty' }]
  return []
}

export const tooSlow: Text = { th: 'ไม่ได้คำตอบครบภายใน 10 วินาที', en: 'There was no whole reply within 10 seconds' }

const reasons: Record<string, Text> = {
  ECONNREFUSED: { th: 'ไม่มีโปรแกรมใดรับการเชื่อมต่อที่ host และ port นี้', en: 'Nothing listens at this host and port' },
  ECONNRESET: { th: 'การเชื่อมต่อถูกตัดก่อนได้คำตอบครบ', en: 'The connection was broken before there was a whole reply' },
  ENOTFOUND: { th: 'ไม่พบ host นี้ใน DNS', en: 'DNS does not know this host' },
}

/** Why there was no reply. */
export function noReply({ code = '', message }: NodeJS.ErrnoException): Text {
  return reasons[code] ?? { th: `เปิดหน้าจองคิวไม่ได้: ${message}`, en: `The page could not be opened: ${message}` }
}
