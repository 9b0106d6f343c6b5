import type { IncomingMessage } from 'node:http'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { components } from '../../src/generated/control/moph-connect.ts'
import { noReply, type Page, problemsOf, tooSlow } from './page-problems.ts'

type OpenedPage = components['schemas']['OpenedPage']

const usualMs = 10_000
/** Bytes that are read of a page. */
const mostRead = 64 * 1024
/** Characters that are shown of it. */
const mostShown = 2000
const tellingHeaders = ['content-type', 'content-length', 'location', 'server', 'set-cookie', 'cache-control']

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
  const headers = telling(reply)
  return { status: reply.statusCode!, headers, body: decoded(Buffer.concat(chunks).subarray(0, mostRead), headers['content-type']) }
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

/** Older pages of hospitals are TIS-620. */
function decoded(bytes: Buffer, contentType = ''): string {
  const [, charset = 'utf-8'] = /charset=["']?([\w-]+)/i.exec(contentType) ?? []
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}
