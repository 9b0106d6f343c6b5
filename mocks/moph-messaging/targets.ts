import { prepared } from '../../src/upstream/prepared.ts'
import type { Db } from '../../src/upstream/tables.ts'
import { findPerson } from '../population/people.ts'

/** Rows of one statement: a database takes some thousands of values at a time. */
const rowsAtOnce = 1000
/** Up to so many, one by one with queries that are compiled already is faster: most messages are for one person. */
const few = 10

/** Those of these people who are on the white list. */
export async function onWhiteList(db: Db, cids: readonly string[]): Promise<Set<string>> {
  if (cids.length <= few) {
    const people = await Promise.all(cids.map((cid) => findPerson(db, cid)))
    return new Set(people.flatMap((person) => (person?.white_list === 1 ? person.cid : [])))
  }
  const found = new Set<string>()
  for (const some of inParts(cids)) {
    const rows = await db.selectFrom('people').select('cid').where('white_list', '=', 1).where('cid', 'in', some).execute()
    for (const { cid } of rows) found.add(cid)
  }
  return found
}

/** Adds people behind those that a message is for already; who is among them stays as they are. */
export async function addTargets(db: Db, message_id: number, cids: readonly string[]): Promise<void> {
  const [last] = await lastPlace(db, { message_id })
  let place = Number(last?.place ?? 0)
  if (cids.length <= few) {
    for (const cid of cids) await insertTarget(db, { message_id, cid, place: ++place })
    return
  }
  for (const some of inParts(cids)) {
    await db
      .insertInto('mor_prom_targets')
      .values(some.map((cid) => ({ message_id, cid, place: ++place, opened_at: null, opened_in: null })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

const lastPlace = prepared((db, { message_id }: { message_id: number }) =>
  db
    .selectFrom('mor_prom_targets')
    .select((eb) => eb.fn.max('place').as('place'))
    .where('message_id', '=', message_id),
)

const insertTarget = prepared((db, { message_id, cid, place }: { message_id: number; cid: string; place: number }) =>
  db
    .insertInto('mor_prom_targets')
    .values({ message_id, cid, place, opened_at: null, opened_in: null })
    .onConflict((conflict) => conflict.doNothing()),
)

/** Puts people on the white list; whom nobody knows gets a name that says where it comes from. */
export async function putOnWhiteList(db: Db, cids: readonly string[]): Promise<void> {
  for (const some of inParts(cids)) {
    await db
      .insertInto('people')
      .values(
        some.map((cid) => ({
          cid,
          prefix: 'คุณ',
          first_name: 'รายชื่อ',
          last_name: `ไวต์ลิสต์ ${cid.slice(-6)}`,
          gender: null,
          birth_date: null,
          phone_number: null,
          moph_ic: 0,
          white_list: 1,
        })),
      )
      .onConflict((conflict) => conflict.column('cid').doUpdateSet({ white_list: 1 }))
      .execute()
  }
}

function* inParts<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let from = 0; from < items.length; from += rowsAtOnce) yield items.slice(from, from + rowsAtOnce)
}
