import { createHash, timingSafeEqual } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Text } from '../../upstream/document.ts'

interface Refused {
  status: 401 | 403
  rule: 'foreign-host' | 'foreign-origin' | 'control-token'
  text: Text
  hint: Text
}

/** The control API acts on everything, so a page of another site must not reach it, nor another machine without the token. */
export class ControlGuard {
  readonly #hosts: ReadonlySet<string>
  readonly #token: string | undefined

  /** `hosts`: names under which the sandbox may be addressed, beside loopback. `token`: asked for where it is set. */
  constructor(hosts: readonly string[] = [], token?: string) {
    this.#hosts = new Set(['localhost', '127.0.0.1', '[::1]', ...hosts.map(inHostHeader)])
    this.#token = token
  }

  refusal(headers: Readonly<Record<string, string | undefined>>): Refused | undefined {
    // A page of another site can make a browser read here without an Origin (an image, a script).
    if (headers['sec-fetch-site'] === 'cross-site') return foreign('Sec-Fetch-Site', 'cross-site')
    const host = headers.host
    if (host !== undefined && !this.#hosts.has(withoutPort(host))) return foreign('Host', host)
    const origin = headers.origin
    if (origin !== undefined && !this.#hosts.has(withoutPort(origin.replace(/^https?:\/\//i, '')))) return foreign('Origin', origin)
    if (this.#token !== undefined && !same(headers.authorization ?? '', `Bearer ${this.#token}`)) return noToken
    return undefined
  }
}

/** As a client writes it: IPv6 addresses in brackets. */
const inHostHeader = (host: string) => (isIPv6(host) ? `[${host.toLowerCase()}]` : host.toLowerCase())

const withoutPort = (host: string) => host.toLowerCase().replace(/:\d+$/, '')

function same(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

function foreign(header: 'Host' | 'Origin' | 'Sec-Fetch-Site', value: string): Refused {
  return {
    status: 403,
    rule: header === 'Host' ? 'foreign-host' : 'foreign-origin',
    text: { th: `control API ไม่รับ ${header}: ${value}`, en: `The control API does not take ${header}: ${value}` },
    hint: {
      th: 'เรียกจากเครื่องเดียวกันที่ http://127.0.0.1',
      en: 'Call it from this machine at http://127.0.0.1, or start the sandbox with --allow-host NAME.',
    },
  }
}

const noToken: Refused = {
  status: 401,
  rule: 'control-token',
  text: { th: 'control API ต้องใช้ token', en: 'The control API wants its token' },
  hint: {
    th: 'ส่ง Authorization: Bearer <control token> ที่แสดงตอนเริ่มทำงาน',
    en: 'Send Authorization: Bearer <control token>, as printed at the start or set in MOPH_SANDBOX_CONTROL_TOKEN.',
  },
}
