import type { operations } from '../../../src/generated/control/moph-finance-account.ts'
import { localTime } from '../../../src/upstream/clock.ts'
import type { OperationFunctions } from '../../../src/upstream/upstream.ts'
import { applicationActions } from './application-actions.ts'
import { keyRequestActions } from './key-request-actions.ts'

/** MOPH Finance Account Center, as the facility that applies and as the office that answers. */
export const financeActions: OperationFunctions<operations> = {
  ...applicationActions,
  ...keyRequestActions,

  async listFinanceMails({ query }, { db }) {
    let rows = db.selectFrom('finance_mails').selectAll().orderBy('id')
    if (query.to !== undefined) rows = rows.where('to', '=', query.to)
    return (await rows.execute()).map((mail) => ({ ...mail, sent_at: localTime(mail.sent_at) }))
  },
}
