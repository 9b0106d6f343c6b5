import type { components } from '../../src/generated/control/moph-messaging.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { MessageRow, TargetRow } from './tables.ts'

type Schemas = components['schemas']

/** Messages with how many they are for, and how many of those have opened them. */
export function countedMessages(db: Db) {
  return db
    .selectFrom('mor_prom_messages as m')
    .selectAll('m')
    .select(({ selectFrom }) => [
      selectFrom('mor_prom_targets as t')
        .whereRef('t.message_id', '=', 'm.id')
        .select(({ fn }) => fn.countAll().as('targets'))
        .as('targets'),
      selectFrom('mor_prom_targets as t')
        .whereRef('t.message_id', '=', 'm.id')
        .where('t.opened_at', 'is not', null)
        .select(({ fn }) => fn.countAll().as('opened'))
        .as('opened'),
    ])
}

/** A message as the dashboard shows it. PostgreSQL counts in texts. */
export function newsOf(
  row: MessageRow & { targets: string | number | bigint | null; opened: string | number | bigint | null },
): Schemas['News'] {
  return {
    message_id: row.id,
    hospital_code: row.hospital_code,
    made_by: row.made_by,
    message_ref_code: row.ref_code,
    title: row.title,
    content: row.content,
    confirm_url: row.confirm_url,
    to_app: row.to_app === 1,
    to_line: row.to_line === 1,
    created_at: row.created_at,
    sent_at: row.sent_at,
    targets: Number(row.targets),
    opened: Number(row.opened),
  }
}

/** One line of the target list: red minus or green tick. */
export function targetOf(
  row: TargetRow & { prefix: string | null; first_name: string | null; last_name: string | null },
): Schemas['Target'] {
  return {
    cid: row.cid,
    name: row.first_name === null ? null : `${row.prefix}${row.first_name} ${row.last_name}`,
    receipt: row.opened_at === null ? 'red' : 'green',
    opened_at: row.opened_at,
    opened_in: row.opened_in,
  }
}

/** A message as the patient sees it. */
export function patientMessageOf(row: MessageRow & Pick<TargetRow, 'opened_at' | 'opened_in'>): Schemas['PatientMessage'] {
  return {
    message_id: row.id,
    hospital_code: row.hospital_code,
    hospital_name: row.hospital_name,
    title: row.title,
    content: row.content,
    confirm_url: row.confirm_url,
    to_app: row.to_app === 1,
    to_line: row.to_line === 1,
    sent_at: row.sent_at!,
    opened_at: row.opened_at,
    opened_in: row.opened_in,
  }
}
