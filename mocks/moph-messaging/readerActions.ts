import type { operations, Rule } from '../../src/generated/control/moph-messaging.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { patientMessageOf } from './views.ts'

const refuse = refusals<Rule>()

type ReaderActions = Pick<operations, 'listPatientMessages' | 'openPatientMessage'>

const tick = { app: 'to_app', line: 'to_line' } as const

/** The patient, who reads messages in the Mor Prom app or in LINE (MOPH Appointment Center manual, 3.3, figures 26 and 27). */
export const readerActions: OperationFunctions<ReaderActions> = {
  async listPatientMessages({ path, query: { channel } }, { db }) {
    const rows = await messagesOf(db, path.cid)
      .$if(channel !== undefined, (all) => all.where(`m.${tick[channel!]}`, '=', 1))
      .orderBy('m.sent_at', 'desc')
      .orderBy('m.id', 'desc')
      .execute()
    return rows.map(patientMessageOf)
  },

  /** The time of the first opening stays. */
  async openPatientMessage({ path, body: { channel } }, { db, clock }) {
    const { cid, message_id } = path
    const message = await messagesOf(db, cid).where('m.id', '=', message_id).executeTakeFirst()
    if (!message) throw refuse('unknown-message', { pointer: '/path/message_id', seen: message_id })
    if (message[tick[channel]] === 0) throw refuse('not-in-this-channel', { pointer: '/body/channel', seen: channel })
    await db
      .updateTable('mor_prom_targets')
      .set({ opened_at: clock.local(), opened_in: channel })
      .where('message_id', '=', message_id)
      .where('cid', '=', cid)
      .where('opened_at', 'is', null)
      .execute()
    return patientMessageOf(await messagesOf(db, cid).where('m.id', '=', message_id).executeTakeFirstOrThrow())
  },
}

/** What has been sent to a person. */
function messagesOf(db: Db, cid: string) {
  return db
    .selectFrom('mor_prom_messages as m')
    .innerJoin('mor_prom_targets as t', 't.message_id', 'm.id')
    .selectAll('m')
    .select(['t.opened_at', 't.opened_in'])
    .where('t.cid', '=', cid)
    .where('m.sent_at', 'is not', null)
}
