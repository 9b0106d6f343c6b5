import type { components, operations, Rule } from '../../src/generated/control/moph-messaging.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { findHospital } from '../population/people.ts'
import type { HospitalRow } from '../population/tables.ts'
import { draftToChange, findNews, type NewsPath } from './drafts.ts'
import { addMessage } from './messages.ts'
import type { MessageRow } from './tables.ts'
import { countedMessages, newsOf } from './views.ts'

const refuse = refusals<Rule>()

type NewsActions = Pick<operations, 'listNews' | 'createNews' | 'getNews' | 'changeNews' | 'sendNews'>

/** The officer's news broadcast (MOPH Appointment Center manual, 3.2 and 3.3). */
export const newsActions: OperationFunctions<NewsActions> = {
  async listNews({ path }, { db }) {
    const { hospital_code } = await knownHospital(path.hospital_code, db)
    const rows = await countedMessages(db).where('m.hospital_code', '=', hospital_code).orderBy('m.id', 'desc').execute()
    return rows.map(newsOf)
  },

  async createNews({ path, body }, world) {
    const { hospital_code, hospital_name } = await knownHospital(path.hospital_code, world.db)
    const { title, content, to_app = true, to_line = true } = body
    const ticks = { to_app: Number(to_app), to_line: Number(to_line) }
    const message = { hospital_code, hospital_name, made_by: 'dashboard', ref_code: null, confirm_url: null, title, content } as const
    return shownNews(world.db, { hospital_code, message_id: await addMessage(world, { ...message, ...ticks }) })
  },

  getNews: async ({ path }, { db }) => shownNews(db, path),

  async changeNews({ path, body }, { db }) {
    await draftToChange(db, path)
    const changes: Partial<MessageRow> = {
      ...(body.title === undefined ? {} : { title: body.title }),
      ...(body.content === undefined ? {} : { content: body.content }),
      ...(body.to_app === undefined ? {} : { to_app: Number(body.to_app) }),
      ...(body.to_line === undefined ? {} : { to_line: Number(body.to_line) }),
    }
    if (Object.keys(changes).length > 0) await db.updateTable('mor_prom_messages').set(changes).where('id', '=', path.message_id).execute()
    return shownNews(db, path)
  },

  /** ส่งเข้าระบบพร้อม */
  async sendNews({ path }, { db, clock }) {
    await draftToChange(db, path)
    const { targets, to_app, to_line } = await shownNews(db, path)
    if (targets === 0) throw refuse('no-targets', { pointer: '/path/message_id', seen: path.message_id })
    if (!to_app && !to_line) throw refuse('no-channel', { pointer: '/path/message_id', seen: path.message_id })
    await db.updateTable('mor_prom_messages').set({ sent_at: clock.local() }).where('id', '=', path.message_id).execute()
    return shownNews(db, path)
  },
}

async function shownNews(db: Db, path: NewsPath): Promise<components['schemas']['News']> {
  return newsOf(await findNews(db, path))
}

async function knownHospital(code: string, db: Db): Promise<HospitalRow> {
  const hospital = await findHospital(db, code)
  if (!hospital) throw refuse('unknown-hospital', { pointer: '/path/hospital_code', seen: code })
  return hospital
}
