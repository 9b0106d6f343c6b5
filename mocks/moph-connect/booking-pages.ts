import type { operations, Rule } from '../../src/generated/control/moph-connect.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { openPage } from './openPage.ts'
import { chatOf, selectUser } from './users.ts'

const refuse = refusals<Rule>()

type PageActions = Pick<operations, 'listBookingPages' | 'putBookingPage' | 'openBookingPage'>

/** The hospitals in MOPH Connect's list, and what happens when a patient picks one (MOPH Connect queue service slides). */
export const bookingPageActions: OperationFunctions<PageActions> = {
  async listBookingPages(_input, { db }) {
    const pages = await db.selectFrom('connect_pages').selectAll().execute()
    return pages.sort((one, other) => (one.hospital_code < other.hospital_code ? -1 : 1))
  },

  async putBookingPage({ path, body }, { db }) {
    if (!isUsable(body.url)) throw refuse('booking-page-unusable', { pointer: '/body/url', seen: body.url })
    const page = { hospital_code: path.hospital_code, name: body.name, url: body.url }
    await db
      .insertInto('connect_pages')
      .values(page)
      .onConflict((conflict) => conflict.column('hospital_code').doUpdateSet(page))
      .execute()
    return page
  },

  async openBookingPage({ path, body }, { db, settings }) {
    const userId = chatOf(path.user_id)
    const [user] = await selectUser(db, { chat: userId })
    if (!user) throw refuse('unknown-connect-user', { pointer: '/path/user_id', seen: path.user_id })
    const page = await db.selectFrom('connect_pages').select('url').where('hospital_code', '=', body.hospital_code).executeTakeFirst()
    if (!page) throw refuse('unknown-booking-page', { pointer: '/body/hospital_code', seen: body.hospital_code })
    const url = URL.parse(page.url + userId)
    if (!url || !isOpen(url.hostname, settings.switches['moph-connect'].page_hosts))
      throw refuse('booking-page-host-closed', { pointer: '/body/hospital_code', seen: url?.hostname ?? page.url })
    return openPage(url)
  },
}

/** What is put at the end of the URL must reach the hospital, which a fragment does not; and it must not become part of the host or port. */
function isUsable(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || text.includes('#')) return false
  return ['1', 'a'].every((id) => URL.parse(text + id)?.host === url.host)
}

/** A number of dots and digits, or of colons, is an address once `URL` has read it: 127.1 and 0x7f000001 are 127.0.0.1 by then. */
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

function isOpen(hostname: string, hosts: readonly string[]): boolean {
  return loopback.test(hostname) || hosts.some((host) => host.toLowerCase() === hostname)
}
