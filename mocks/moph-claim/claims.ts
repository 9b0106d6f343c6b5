import type { components, Rule } from '../../src/generated/moph-claim.ts'
import { nextId } from '../../src/upstream/ids.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import { uuidOf } from '../../src/upstream/uuid.ts'
import type { Caller, World, Zone } from '../../src/upstream/world.ts'
import { checkLater } from './life.ts'
import type { ClaimRow, Service } from './tables.ts'

type Schemas = components['schemas']
export type Admission = Schemas['DmhtAdmission'] | Schemas['VaccineAdmission']

const refuse = refusals<Rule>()

/** Takes a claim in: once for each visit of a facility and zone, by an account of that facility (all assumed). */
export async function receiveClaim(service: Service, body: Admission, caller: Caller, world: World): Promise<string> {
  const { db, clock } = world
  // A number is kept as its digits: whether the real service refuses it is not known.
  const hcode = String(body.hcode)
  const seq = String(body.seq)
  if (!mayActFor(caller, hcode)) throw refuse('hcode-of-another-facility', { pointer: '/body/hcode', seen: body.hcode })
  const id = await nextId(db, 'claim')
  const claim: ClaimRow = {
    id,
    transaction_uid: transactionUid(id),
    zone: zoneOf(world),
    service,
    hcode,
    seq,
    pid: String(body.pid ?? ''),
    body: JSON.stringify(body),
    sent_by: caller.login,
    state: 'received',
    reasons: '[]',
    received_at: clock.now(),
    checked_at: null,
    decided_at: null,
  }
  if (!(await insertClaim(db, claim))) throw refuse('duplicate-seq', { pointer: '/body/seq', seen: body.seq })
  await checkLater(claim, world)
  return claim.transaction_uid
}

/** Whether it went in: a visit that has been claimed, and not returned, keeps it out. */
async function insertClaim(db: Db, claim: ClaimRow): Promise<boolean> {
  const inserted = await insertUnlessClaimed(db, claim)
  return inserted.length > 0
}

const insertUnlessClaimed = prepared((db, claim: ClaimRow) =>
  db
    .insertInto('claims')
    .values(claim)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
)

export async function findClaim(db: Db, transaction_uid: string): Promise<ClaimRow | undefined> {
  const [claim] = await claimsByUid(db, { transaction_uid })
  return claim
}

const claimsByUid = prepared((db, { transaction_uid }: { transaction_uid: string }) =>
  db.selectFrom('claims').selectAll().where('transaction_uid', '=', transaction_uid),
)

/** An account of level 1 acts for its own facility (assumed). */
export function mayActFor({ hospitalCode, scope }: Caller, hcode: string): boolean {
  return hospitalCode === hcode || scope.some((code) => /^MOPH_CLAIM_API:[23]$/.test(code))
}

export const zoneOf = ({ via }: World): Zone => via.zone ?? 'production'

export const transactionUid = (id: number) => uuidOf(`moph-claim/${id}`)
