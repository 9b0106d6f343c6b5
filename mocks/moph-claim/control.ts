import type { components, operations, Rule } from '../../src/generated/control/moph-claim.ts'
import { localTime } from '../../src/upstream/clock.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import { findClaim } from './claims.ts'
import { checkClaim, decideClaim, stateInThai } from './life.ts'
import type { ClaimRow } from './tables.ts'

const refuse = refusals<Rule>()

/** Whoever checks and decides claims; nobody has to, since the clock does it too. */
export const claimActions: OperationFunctions<operations> = {
  async listClaims({ query }, { db }) {
    let rows = db.selectFrom('claims').selectAll().orderBy('id')
    if (query.zone !== undefined) rows = rows.where('zone', '=', query.zone)
    if (query.hcode !== undefined) rows = rows.where('hcode', '=', query.hcode)
    if (query.state !== undefined) rows = rows.where('state', '=', query.state)
    if (query.seq !== undefined) rows = rows.where('seq', '=', query.seq)
    return (await rows.execute()).map(claimOf)
  },

  async getClaim({ path }, world) {
    return claimOf(await existing(path, world))
  },

  async checkClaim({ path }, world) {
    await existing(path, world)
    if (!(await checkClaim(path.transaction_uid, world))) throw refuse('claim-checked', place(path))
    return claimOf(await existing(path, world))
  },

  acceptClaim: ({ path }, world) => decided(path, [], world),

  returnClaim: ({ path, body }, world) => decided(path, body.reasons, world),
}

interface Path {
  transaction_uid: string
}

const place = ({ transaction_uid }: Path) => ({ pointer: '/path/transaction_uid', seen: transaction_uid })

async function decided(path: Path, reasons: readonly string[], world: World): Promise<components['schemas']['Claim']> {
  await existing(path, world)
  if (!(await decideClaim(path.transaction_uid, reasons, world))) throw refuse('claim-decided', place(path))
  return claimOf(await existing(path, world))
}

async function existing(path: Path, { db }: World): Promise<ClaimRow> {
  const claim = await findClaim(db, path.transaction_uid)
  if (!claim) throw refuse('unknown-claim', place(path))
  return claim
}

function claimOf({ id: _id, body, reasons, received_at, checked_at, decided_at, ...claim }: ClaimRow): components['schemas']['Claim'] {
  return {
    ...claim,
    state_th: stateInThai[claim.state],
    reasons: JSON.parse(reasons),
    received_at: localTime(received_at),
    checked_at: checked_at === null ? null : localTime(checked_at),
    decided_at: decided_at === null ? null : localTime(decided_at),
    body: JSON.parse(body),
  }
}
