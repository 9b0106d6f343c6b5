import type { Clock } from '../../../src/upstream/clock.ts'
import type { World } from '../../../src/upstream/world.ts'
import type { Answered, AnswerState, ApplicationRow, KeyRequestRow } from './tables.ts'
import { afterWorkingDays } from './working-days.ts'

/** "ภายใน ๓ วันทำการ" (MOPH Claim and Finance Account Center guide, step 3). */
const answerDays = 3

/** What is sent to the office waits for its answer. */
export function waiting(clock: Clock): Answered {
  return { state: 'pending', reason: null, sent_at: clock.now(), due_at: afterWorkingDays(clock.now(), answerDays), answered_at: null }
}

interface Waiting {
  finance_applications: ApplicationRow
  finance_key_requests: KeyRequestRow
}

/** Answers what still waits; undefined where it has been answered before. */
export async function answer<Table extends keyof Waiting>(
  table: Table,
  id: number,
  result: { state: AnswerState; reason: string | null },
  { db, clock }: World,
): Promise<Waiting[Table] | undefined> {
  const row = await db
    .updateTable(table as keyof Waiting)
    .set({ ...result, answered_at: clock.now() })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .returningAll()
    .executeTakeFirst()
  return row as Waiting[Table] | undefined
}
