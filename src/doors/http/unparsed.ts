import type { HttpCall, Unreadable } from '../../upstream/http.ts'

/** Of what came, so much is looked at and kept. */
const mostLookedAt = 4096

/** A request that Node's parser refuses, as far as a person could read it: its address, and what is wrong. */
export function refusedByParser(error: { code?: string; rawPacket?: Buffer }, address: string): HttpCall {
  const raw = (error.rawPacket ?? Buffer.alloc(0)).subarray(0, mostLookedAt)
  const text = raw.toString('latin1')
  const [line = ''] = text.split(/\r?\n/, 1)
  const [, method = 'GET', target = '/'] = /^(\S+) +(.*?)(?: +HTTP\/[\d.]+)?$/.exec(line) ?? []
  const host = /^host *: *(\S+)/im.exec(text)?.[1]
  const readable = Buffer.from(target, 'latin1')
    .toString('utf8')
    .replace(/[\s\0]/g, encodeURIComponent)
  return {
    method: /^[A-Za-z]{1,10}$/.test(method) ? method.toUpperCase() : 'GET',
    url: readable.startsWith('/') ? readable : '/',
    headers: host === undefined ? {} : { host },
    body: undefined,
    address,
    unreadable: causeOf(error.code ?? '', raw, { line, method, target }),
  }
}

interface Cause {
  applies(code: string, raw: Buffer, parts: { line: string; method: string; target: string }): boolean
  unreadable: Omit<Unreadable, 'seen'>
}

/** What hand-made programs and misdirected ones send, the most telling first. */
const causes: readonly Cause[] = [
  {
    applies: (_code, raw) => raw[0] === 0x16 && raw[1] === 0x03,
    unreadable: {
      rule: 'tls-on-plain-port',
      status: 400,
      text: { th: 'มีการเรียกด้วย HTTPS (TLS) มาที่พอร์ต HTTP ธรรมดา', en: 'An HTTPS (TLS) hello came to the plain HTTP port' },
      hint: { th: 'ใช้ http:// แทน https:// ใน base URL', en: 'Write http:// instead of https:// in the base URL.' },
    },
  },
  {
    applies: (code) => code === 'ERR_HTTP_REQUEST_TIMEOUT',
    unreadable: {
      rule: 'request-timeout',
      status: 408,
      text: { th: 'คำขอมาไม่ครบภายในเวลา', en: 'The request did not come to its end in time' },
      hint: {
        th: 'Content-Length มากกว่าจำนวน byte ที่ส่งจริงหรือไม่ ส่งให้ครบภายใน 60 วินาที',
        en: 'Is Content-Length more than the bytes that are sent? Send all of it within 60 seconds.',
      },
    },
  },
  {
    applies: (code) => code === 'HPE_HEADER_OVERFLOW' || code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW',
    unreadable: {
      rule: 'head-too-large',
      status: 431,
      text: { th: 'ส่วนหัวของคำขอ (URL และ header) ใหญ่เกิน 64 KiB', en: 'The head of the request (URL and headers) is over 64 KiB' },
      hint: { th: 'ส่งข้อมูลใน body และตรวจว่า cookie ไม่สะสม', en: 'Send data in the body, and see that cookies do not pile up.' },
    },
  },
  {
    applies: (code) =>
      code === 'HPE_UNEXPECTED_CONTENT_LENGTH' ||
      code === 'HPE_INVALID_CONTENT_LENGTH' ||
      code === 'HPE_INVALID_TRANSFER_ENCODING' ||
      code === 'HPE_UNEXPECTED_TRANSFER_ENCODING',
    unreadable: {
      rule: 'content-length',
      status: 400,
      text: {
        th: 'Content-Length ซ้ำ ผิด หรือขัดกับ Transfer-Encoding',
        en: 'Content-Length is doubled, wrong, or stands beside Transfer-Encoding',
      },
      hint: { th: 'ส่ง Content-Length เพียงครั้งเดียว เป็นจำนวน byte', en: 'Send Content-Length once, in bytes; let the HTTP library do it.' },
    },
  },
  {
    applies: (_code, _raw, { target }) => /[\x80-\xff]/.test(target),
    unreadable: {
      rule: 'url-not-encoded',
      status: 400,
      text: {
        th: 'URL มีอักขระที่ไม่ใช่ ASCII (เช่น ภาษาไทย) โดยไม่ได้เข้ารหัส',
        en: 'The URL holds characters that are not ASCII (Thai, say), not encoded',
      },
      hint: {
        th: 'เข้ารหัสค่าใน URL จาก UTF-8 เป็น %XX (encodeURIComponent, TNetEncoding.URL)',
        en: 'Percent-encode values of the URL from UTF-8 (encodeURIComponent, TNetEncoding.URL).',
      },
    },
  },
  {
    applies: (_code, _raw, { target }) => /\s/.test(target.trim()),
    unreadable: {
      rule: 'url-not-encoded',
      status: 400,
      text: { th: 'URL มีช่องว่าง', en: 'There is a space in the URL' },
      hint: {
        th: 'ตัดช่องว่างออก (ตัวอย่าง URL ในคู่มือมีช่องว่างที่ไม่ควรมี) หรือเข้ารหัสเป็น %20',
        en: 'Take it out (example URLs of the manual are broken by spaces), or write it as %20.',
      },
    },
  },
  {
    applies: (code, _raw, { method }) => code === 'HPE_INVALID_METHOD' && /^[a-z]+$/.test(method),
    unreadable: {
      rule: 'method-in-small-letters',
      status: 400,
      text: { th: 'method ต้องเป็นตัวพิมพ์ใหญ่', en: 'The method is written in small letters' },
      hint: { th: 'ใช้ GET, POST …', en: 'Write GET, POST …' },
    },
  },
  {
    applies: (_code, _raw, { line }) => /^["{}[\],\w\u0e00-\u0e7f\x80-\xff]*["}\]]/.test(line) && !/HTTP\/\d/.test(line),
    unreadable: {
      rule: 'content-length',
      status: 400,
      text: {
        th: 'มีข้อมูลเกินมาหลังคำขอก่อนหน้า: Content-Length ของคำขอนั้นน้อยกว่าจำนวน byte ของ body',
        en: 'There are bytes left over from the request before: its Content-Length is less than the bytes of its body',
      },
      hint: {
        th: 'Content-Length นับเป็น byte ไม่ใช่จำนวนอักษร: อักษรไทยหนึ่งตัวใน UTF-8 มี 3 byte',
        en: 'Content-Length counts bytes, not characters: a Thai character is three bytes in UTF-8.',
      },
    },
  },
  {
    applies: (code) => code === 'HPE_INVALID_HEADER_TOKEN' || code === 'HPE_LF_EXPECTED' || code === 'HPE_CR_EXPECTED',
    unreadable: {
      rule: 'header-form',
      status: 400,
      text: {
        th: 'header ผิดรูปแบบ: ชื่อมีช่องว่าง ค่ามีการขึ้นบรรทัดหรืออักขระควบคุม หรือบรรทัดไม่จบด้วย CR LF',
        en: 'A header is malformed: a space in its name, a line break or control character in its value, or lines that do not end with CR LF',
      },
      hint: {
        th: 'ตัดการขึ้นบรรทัดท้าย token ออก (trim) และเขียน header เป็น ชื่อ: ค่า',
        en: 'Trim the line break at the end of a token, and write headers as Name: value.',
      },
    },
  },
]

const anything: Omit<Unreadable, 'seen'> = {
  rule: 'not-http',
  status: 400,
  text: { th: 'ข้อมูลที่มาถึงไม่ใช่คำขอ HTTP/1.1 ที่ถูกต้อง', en: 'What came is no HTTP/1.1 request' },
  hint: { th: 'ใช้ไลบรารี HTTP แทนการเขียนคำขอเอง', en: 'Let an HTTP library write the request.' },
}

function causeOf(code: string, raw: Buffer, parts: { line: string; method: string; target: string }): Unreadable {
  const cause = causes.find(({ applies }) => applies(code, raw, parts))
  return { ...(cause?.unreadable ?? anything), seen: code || 'no code' }
}
