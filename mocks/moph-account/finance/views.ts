import type { components, Rule } from '../../../src/generated/control/moph-finance-account.ts'
import { localTime } from '../../../src/upstream/clock.ts'
import { refusals } from '../../../src/upstream/refusal.ts'
import type { World } from '../../../src/upstream/world.ts'
import { findApplication } from './applications.ts'
import type { Answered, ApplicationRow, KeyRequestRow } from './tables.ts'

type Schemas = components['schemas']

const refuse = refusals<Rule>()

export async function shownApplication(id: number, { db }: World): Promise<Schemas['Application']> {
  const row = await findApplication(db, id)
  if (!row) throw refuse('unknown-application', { pointer: '/path/id', seen: id })
  return applicationOf(row)
}

export async function shownKeyRequest(id: number, { db }: World): Promise<Schemas['KeyRequest']> {
  const row = await db.selectFrom('finance_key_requests').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw refuse('unknown-key-request', { pointer: '/path/id', seen: id })
  return keyRequestOf(row)
}

/** The password stays out of sight. */
export function applicationOf({ password: _password, ...row }: ApplicationRow): Schemas['Application'] {
  return { ...row, ...inLocalTime(row), signed: row.signed === 1, letter: row.letter === 1 }
}

export function keyRequestOf(row: KeyRequestRow): Schemas['KeyRequest'] {
  return { ...row, ...inLocalTime(row) }
}

function inLocalTime({ sent_at, due_at, answered_at }: Answered) {
  return {
    sent_at: localTime(sent_at),
    due_at: localTime(due_at),
    answered_at: answered_at === null ? null : localTime(answered_at),
  }
}
