import type { operations } from '../../src/generated/control/moph-messaging.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { draftToChange, findNews } from './drafts.ts'
import { sortOut } from './target-list.ts'
import { addTargets, onWhiteList, putOnWhiteList } from './targets.ts'
import { targetOf } from './views.ts'

type TargetActions = Pick<operations, 'listNewsTargets' | 'uploadNewsTargets' | 'addToWhiteList'>

/** Their lists are long: they are read before the transaction, so that no other call waits for that. */
export const targetActionsOfTheirOwn = ['uploadNewsTargets', 'addToWhiteList']

/** กลุ่มเป้าหมาย: the officer uploads who is to get a news item, and sees who has opened it (MOPH Appointment Center manual, 3.3). */
export const targetActions: OperationFunctions<TargetActions> = {
  async listNewsTargets({ path, query }, { db }) {
    const { id } = await findNews(db, path)
    const { receipt, limit = 1000, offset = 0 } = query
    const rows = await db
      .selectFrom('mor_prom_targets as t')
      .leftJoin('people as p', 'p.cid', 't.cid')
      .selectAll('t')
      .select(['p.prefix', 'p.first_name', 'p.last_name'])
      .where('t.message_id', '=', id)
      .$if(receipt !== undefined, (all) => all.where('t.opened_at', receipt === 'red' ? 'is' : 'is not', null))
      .orderBy('t.place')
      .limit(limit)
      .offset(offset)
      .execute()
    return rows.map(targetOf)
  },

  /** The new list takes the place of an earlier one (assumed). */
  async uploadNewsTargets({ path, body }, world) {
    await draftToChange(world.db, path)
    const { cids, report } = await sortOut(body, (all) => onWhiteList(world.db, all))
    return world.write(async ({ db }) => {
      // It may have been sent meanwhile.
      await draftToChange(db, path)
      await db.deleteFrom('mor_prom_targets').where('message_id', '=', path.message_id).execute()
      await addTargets(db, path.message_id, cids)
      return report
    })
  },

  async addToWhiteList({ body }, world) {
    const { cids, report } = await sortOut(body, async (all) => new Set(all))
    await world.write(({ db }) => putOnWhiteList(db, cids))
    return report
  },
}
