import type { IncomingMessage } from 'node:http'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Text } from '../../src/gateway/document.ts'
import type { components } from '../../src/generated/control/moph-connect.ts'

type OpenedPage = components['schemas']['OpenedPage']

const usualMs = 10_000
/** Bytes that are read of a page. */
const mostRead = 64 * 1024
/** Characters that are shown of it. */
const mostShown = 2000
const tellingHeaders = ['content-type', 'content-length', 'location', 'server', 'set-cookie', 'cache-control']

interface Page {
  status: number
  headers: Record<string, string>
  body: string
}

/** Opens a hospital's page as the patient's LINE would, once, and tells what came back and what was wrong with it. */
export async function openPage(url: URL, longestMs = usualMs): Promise<OpenedPage> {
  const signal = AbortSignal.timeout(longestMs)
  try {
    const page = await get(url, signal)
    const problems = problemsOf(page)
    return { url: url.href, ok: problems.length === 0, ...page, body: page.body.slice(0, mostShown).toWellFormed(), problems }
  } catch (error) {
    return {
      url: url.href,
      ok: false,
      status: null,
      headers: {},
      body: '',
      problems: [signal.aborted ? tooSlow : noReply(error as NodeJS.ErrnoException)],
    }
  }
}

/** No redirect is followed: it could lead where no page may be opened. */
async function get(url: URL, signal: AbortSignal): Promise<Page> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { accept: 'text/html', 'user-agent': 'moph-sandbox (MOPH Connect)' }
    send(url, { method: 'GET', headers, signal, agent: false }, resolve).on('error', reject).end()
  })
  const chunks: Buffer[] = []
  let read = 0
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    read += chunk.length
    if (read >= mostRead) break
  }
  return { status: reply.statusCode!, headers: telling(reply), body: Buffer.concat(chunks).subarray(0, mostRead).toString('utf8') }
}

/** Of a cookie only that there is one: its value may be somebody's session. */
function telling({ headers }: IncomingMessage): Record<string, string> {
  const kept = tellingHeaders.flatMap((name): [string, string][] => {
    const value = headers[name]
    if (value === undefined) return []
    return [[name, name === 'set-cookie' ? '(secret)' : String(value)]]
  })
  return Object.fromEntries(kept)
}

function problemsOf({ status, headers, body }: Page): Text[] {
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

const tooSlow: Text = { th: 'ไม่ได้คำตอบครบภายใน 10 วินาที', en: 'There was no whole reply within 10 seconds' }

const reasons: Record<string, Text> = {
  ECONNREFUSED: { th: 'ไม่มีโปรแกรมใดรับการเชื่อมต่อที่ host และ port นี้', en: 'Nothing listens at this host and port' },
  ECONNRESET: { th: 'การเชื่อมต่อถูกตัดก่อนได้คำตอบ', en: 'The connection was broken before there was a reply' },
  ENOTFOUND: { th: 'ไม่พบ host นี้ใน DNS', en: 'DNS does not know this host' },
}

function noReply({ code = '', message }: NodeJS.ErrnoException): Text {
  return reasons[code] ?? { th: `เปิดหน้าจองคิวไม่ได้: ${message}`, en: `The page could not be opened: ${message}` }
}
